import { readFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { expect, it } from "vitest";

it("the client's types are those of the API's description (else: npm run api)", async () => {
  const document = JSON.parse(readFileSync("../functions/allyopenapi/openapi.json", "utf8")) as Parameters<typeof openapiTS>[0];
  const types = astToString(await openapiTS(document));
  expect(readFileSync("src/api/schema.ts", "utf8")).toContain(types.trim());
});
