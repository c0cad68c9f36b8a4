import { createRoot } from "react-dom/client";
import { SharedList } from "./components/SharedList";
import "./styles.css";

// The room is the part after the # in the address, so that a link to the page is a link to the room.
const room = location.hash.slice(1) || "home";
addEventListener("hashchange", () => location.reload());

createRoot(document.getElementById("app")!).render(<SharedList room={room} />);
