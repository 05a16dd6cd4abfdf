/** Reads server-sent events from a fetch body; works where EventSource cannot, because questions are POSTed. */

export interface ServerEvent {
  id: string | null;
  event: string;
  data: string;
}

/** Cuts incoming text into events. A piece may end anywhere, even between the two characters of "\r\n". */
export class EventCutter {
  private rest = "";
  private lastId: string | null = null;

  /** Take the next piece of text and give back the events that are now complete. */
  push(piece: string): ServerEvent[] {
    let text = this.rest + piece;
    const held = text.endsWith("\r") ? "\r" : "";
    if (held) text = text.slice(0, -1);
    const frames = text.replace(/\r\n?/g, "\n").split("\n\n");
    this.rest = (frames.pop() ?? "") + held;
    return frames.flatMap((frame) => this.read(frame));
  }

  private read(frame: string): ServerEvent[] {
    const data: string[] = [];
    let event = "message";
    for (const line of frame.split("\n")) {
      if (line.startsWith(":")) continue;
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") data.push(value);
      else if (field === "event") event = value;
      else if (field === "id") this.lastId = value;
    }
    return data.length ? [{ id: this.lastId, event, data: data.join("\n") }] : [];
  }
}

/** Yield the events of a response as they arrive; ends when the body ends, throws when the connection breaks. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const cutter = new EventCutter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield* cutter.push(decoder.decode(value, { stream: true }));
    }
    yield* cutter.push(`${decoder.decode()}\n\n`);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
