import { FakeServer } from "./server";
import { World } from "./world";

/** Serves the built page with a small Ally in memory: `npm run fake`. */
const world = new World();
world.long(2000);
console.log(`Ally in memory at ${await new FakeServer(world).start(Number(process.env.PORT ?? 8799))}`);
