import { createRoot } from "react-dom/client";
import { ChatRoom } from "./components/ChatRoom";
import { useRoomName } from "./roomName";
import "./styles.css";

function App() {
  const [room, setRoom] = useRoomName();
  // The key gives every room a fresh state and a connection of its own.
  return <ChatRoom key={room} room={room} onRoomChange={setRoom} />;
}

createRoot(document.getElementById("app")!).render(<App />);
