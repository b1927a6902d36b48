/** A blob of wax pressed by hand onto a finished guess. The words beside it carry the meaning. */
export function Seal() {
  return (
    <p className="wobble-round ml-auto grid size-24 shrink-0 rotate-[-8deg] place-content-center border-[3px] border-clay-deep border-double bg-clay text-center text-on-clay text-sm leading-tight">
      <span className="font-heading font-semibold">sealed</span>
      <span>Tue 09:14</span>
    </p>
  );
}
