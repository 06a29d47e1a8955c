/** Whom the host has signed in. */
export const user = { id: "114671162830729001607", email: "alec@getaifactory.com", domain: "getaifactory.com", organizationId: "salfa-corp", role: "superadmin" };
