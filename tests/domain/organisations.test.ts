import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { type MemberActor, mintMember, mintUser } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { findOrganisation, listMyOrganisations } from "@/server/domains/organisations/reads";
import { memberships, organisations } from "@/server/domains/organisations/tables";
import { createOrganisation } from "@/server/domains/organisations/writes";
import { aGroup, aMember, anOrganisation, as, aUser, NOW } from "../support/builders";
import { useDatabase } from "../support/database";

const test = useDatabase();

describe("creating an organisation", () => {
  it("makes its creator the owner and puts it on their list", async () => {
    const { userId } = await aUser(test);
    const organisationId = randomUUID();
    const user = as(test, mintUser(userId));
    await createOrganisation(user, { organisationId, name: "Harbour Practice" });

    expect(await listMyOrganisations(user)).toEqual([{ organisationId, name: "Harbour Practice" }]);
    const owner = await mintMember(test.db, userId, organisationId);
    expect(await findOrganisation(as(test, owner))).toEqual({
      organisationId,
      name: "Harbour Practice",
      myRole: "owner",
    });
  });

  it("makes one when asked again, even at the same moment", async () => {
    const { userId } = await aUser(test);
    const organisationId = randomUUID();
    const user = as(test, mintUser(userId));
    const ask = () => createOrganisation(user, { organisationId, name: "Harbour Practice" });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));

    expect(new Set(answers.map((each) => each.organisationId))).toEqual(new Set([organisationId]));
    expect(await listMyOrganisations(user)).toHaveLength(1);
  });

  it("with the id of another organisation is refused and joins nobody to it", async () => {
    const { organisationId } = await anOrganisation(test, { name: "Theirs" });
    const { userId } = await aUser(test);
    const user = as(test, mintUser(userId));

    await expect(createOrganisation(user, { organisationId, name: "Mine" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await listMyOrganisations(user)).toEqual([]);
    await expect(mintMember(test.db, userId, organisationId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("an organisation", () => {
  it("is not on the list of anyone outside it", async () => {
    await anOrganisation(test);
    const { userId } = await aUser(test);
    expect(await listMyOrganisations(as(test, mintUser(userId)))).toEqual([]);
  });

  it("cannot be entered by the owner of another", async () => {
    const theirs = await anOrganisation(test);
    const { userId } = await aUser(test);
    await anOrganisation(test, { ownerId: userId });
    await expect(mintMember(test.db, userId, theirs.organisationId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("tells a member their role and nobody's id", async () => {
    const group = await aGroup(test);
    const { actor } = await aMember(test, group);
    const answer = await findOrganisation(as(test, actor));
    expect(Object.keys(answer).sort()).toEqual(["myRole", "name", "organisationId"]);
    expect(answer.myRole).toBe("member");
  });

  it("is closed to someone whose membership has ended, from their next call on", async () => {
    const group = await aGroup(test);
    const { actor } = await aMember(test, group);
    await endMembership(actor);
    await expect(findOrganisation(as(test, actor))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("shows a member no membership but their own", async () => {
    const group = await aGroup(test);
    const { actor } = await aMember(test, group);
    const seen = await withActor(as(test, actor), (tx) =>
      tx.select({ id: memberships.id }).from(memberships),
    );
    expect(seen).toEqual([{ id: actor.membershipId }]);
  });

  it("is invisible to a query outside an actor's transaction", async () => {
    await anOrganisation(test);
    expect(await test.db.orm.select().from(organisations)).toEqual([]);
    expect(await test.db.orm.select().from(memberships)).toEqual([]);
  });
});

async function endMembership(actor: MemberActor) {
  await withActor(as(test, actor), (tx) =>
    tx.update(memberships).set({ endedAt: NOW }).where(eq(memberships.id, actor.membershipId)),
  );
}
