import { describe, expect, it } from "vitest";
import { EventCutter, readEvents, type ServerEvent } from "./sse";

const STREAM =
  ": heartbeat\r\n\r\nid: m.1\r\nevent: step\r\ndata: {\"a\":1}\r\n\r\nid: m.2\nevent: token\ndata: 第一行\ndata: 第二行\n\n";

const EVENTS: ServerEvent[] = [
  { id: "m.1", event: "step", data: '{"a":1}' },
  { id: "m.2", event: "token", data: "第一行\n第二行" },
];

function bodyOf(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

async function collect(body: ReadableStream<Uint8Array>): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

describe("readEvents", () => {
  it.each([1, 2, 3, 5, 7, 1000])("reads the same events when the bytes come %i at a time", async (size) => {
    expect(await collect(bodyOf(new TextEncoder().encode(STREAM), size))).toEqual(EVENTS);
  });

  it("gives the last event of a body that ends without an empty line", async () => {
    expect(await collect(bodyOf(new TextEncoder().encode("data: end"), 4))).toEqual([
      { id: null, event: "message", data: "end" },
    ]);
  });

  it("passes a broken connection on", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.error(new TypeError("network"));
      },
    });
    await expect(collect(body)).rejects.toThrow("network");
  });
});

describe("EventCutter", () => {
  it("leaves comments and events without data out", () => {
    expect(new EventCutter().push(": ping\n\nevent: step\n\n")).toEqual([]);
  });

  it("remembers the last id for events that carry none", () => {
    const cutter = new EventCutter();
    cutter.push("id: 7\ndata: a\n\n");
    expect(cutter.push("data: b\n\n")[0]?.id).toBe("7");
  });
});
