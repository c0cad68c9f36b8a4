// The least a room can do: answer, and pass on.
export default class Bench {
  constructor(room) {
    this.room = room;
  }

  onMessage(message) {
    this.room.broadcast(message);
  }

  onRequest() {
    return new Response("hello");
  }
}
