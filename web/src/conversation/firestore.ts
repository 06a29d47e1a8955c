import { deleteApp, initializeApp } from "firebase/app";
import { collection, connectFirestoreEmulator, getFirestore, limit, onSnapshot, orderBy, query, setLogLevel, Timestamp, where } from "firebase/firestore";
import type { Line, Ticket } from "./listening";

/** How many of the newest messages are listened to. */
const NEWEST = 6;
let lines = 0;

/**
 * A line to Firestore, or its emulator, under the security rules. A page with a
 * Content-Security-Policy has to allow connections to firestore.googleapis.com,
 * identitytoolkit.googleapis.com and securetoken.googleapis.com.
 */
export async function openFirestore(ticket: Ticket): Promise<Line> {
  setLogLevel("silent");
  // An app signs in once: the next ticket makes the next one.
  const app = initializeApp({ projectId: ticket.projectId, apiKey: ticket.apiKey || "none" }, `ally-${++lines}`);
  const database = getFirestore(app);
  try {
    if (ticket.emulator !== undefined) {
      const { hostname, port } = new URL(`http://${ticket.emulator}`);
      connectFirestoreEmulator(database, hostname, Number(port), { mockUserToken: { sub: ticket.userId, ...ticket.mockUserToken } });
    } else {
      // Nothing of it is kept in the browser: who leaves the page is signed out.
      const { inMemoryPersistence, initializeAuth, signInWithCustomToken } = await import("firebase/auth");
      await signInWithCustomToken(initializeAuth(app, { persistence: inMemoryPersistence }), ticket.token);
    }
  } catch (thrown) {
    void deleteApp(app);
    throw thrown;
  }
  return {
    listen(conversationId, heard, failed) {
      const newest = query(collection(database, "ally_messages"), where("conversationId", "==", conversationId), orderBy("timestamp", "desc"), limit(NEWEST));
      return onSnapshot(
        newest,
        { includeMetadataChanges: true },
        (snapshot) => {
          let size = 0;
          const marks = snapshot.docs.map((message) => {
            const { content, status, version, editedAt } = message.data();
            size += String(content ?? "").length;
            return [message.id, status, version, editedAt instanceof Timestamp ? editedAt.toMillis() : ""].join(" ");
          });
          heard({ live: !snapshot.metadata.fromCache, mark: marks.join("\n"), size });
        },
        failed,
      );
    },
    close: () => void deleteApp(app),
  };
}
