import rows from "../../../content/crisis-resources.json";

/** One line of the checked list: a helpline, an emergency number or a directory. */
export type CrisisResource = {
  /** ISO 3166 region, "EU" for every member state, or "001" for the whole world. */
  country: string;
  name: string;
  /** As its owner prints it, for example "116 123". */
  phone: string | null;
  /** How to write to it, in words: "Text HOME to 741741". */
  text: string | null;
  url: string | null;
};

/** What we can show someone in one country. Any part may be empty. */
export type HelpInCountry = { emergency: CrisisResource[]; lines: CrisisResource[] };

const resources: CrisisResource[] = rows;

const EUROPEAN_UNION =
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");

const regionNames = new Intl.DisplayNames("en-GB", { type: "region" });

/** "NL" gives "Netherlands". */
export function countryName(code: string): string {
  return code === "EU" ? "every country of the European Union" : (regionNames.of(code) ?? code);
}

/** Every country we can show a number for, by name. */
export const COUNTRIES: { code: string; name: string }[] = [
  ...new Set([...resources.map((resource) => resource.country), ...EUROPEAN_UNION]),
]
  .filter((code) => code !== "EU" && code !== "001")
  .map((code) => ({ code, name: countryName(code) }))
  .sort((a, b) => a.name.localeCompare(b.name, "en-GB"));

/** Directories that work from anywhere. */
export const WORLDWIDE = resources.filter((resource) => resource.country === "001");

/** What there is in one country; its own emergency number goes before the European Union's. */
export function helpIn(code: string): HelpInCountry {
  const own = resources.filter((resource) => resource.country === code);
  const emergency = own.filter(isEmergency);
  const shared = EUROPEAN_UNION.includes(code)
    ? resources.filter((resource) => resource.country === "EU")
    : [];
  return {
    emergency: emergency.length > 0 ? emergency : shared.filter(isEmergency),
    lines: own.filter((resource) => !isEmergency(resource)),
  };
}

function isEmergency(resource: CrisisResource): boolean {
  return resource.name.startsWith("Emergency");
}
