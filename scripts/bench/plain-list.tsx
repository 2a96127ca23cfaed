import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { readStream } from '#lib/runs/read-stream.ts';
import { reduceRun } from '#lib/runs/reduce-run.ts';
import { IDLE_RUN } from '#lib/runs/run-state.ts';

const PLUGINS = [remarkGfm];

/** The transcript one writes first: every message through `map()`, whole Markdown, drawn with every piece that comes. */
function PlainList({ path }: { path: string }) {
  const [history, setHistory] = useState<LettaMessage[]>([]);
  const [run, setRun] = useState(IDLE_RUN);
  const scroller = useRef<HTMLElement>(null);
  useEffect(() => {
    const load = async () => setHistory((await (await fetch(`${path}?limit=1000000`)).json()) as LettaMessage[]);
    void load();
  }, [path]);
  useLayoutEffect(() => {
    scroller.current?.scrollTo(0, scroller.current.scrollHeight);
  });
  async function send() {
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Go on.' }] });
    const response = await fetch(path, { method: 'POST', body });
    if (!response.body) return;
    for await (const events of readStream(response.body)) setRun((before) => events.reduce(reduceRun, before));
  }
  return (
    <>
      <button type="button" onClick={() => void send()}>
        Send
      </button>
      <section ref={scroller} aria-label="Transcript" style={{ height: '80vh', overflow: 'auto' }}>
        <ol style={{ paddingBottom: 12 }}>
          {[...history, ...run.messages].map((message) => (
            <PlainRow key={message.id} message={message} />
          ))}
        </ol>
      </section>
    </>
  );
}

const PlainRow = memo(function PlainRow({ message }: { message: LettaMessage }) {
  const text = message['content'] ?? message['reasoning'] ?? message['tool_return'] ?? JSON.stringify(message);
  return (
    <li>
      <strong>{message.message_type}</strong>
      <div className="markdown">
        <Markdown remarkPlugins={PLUGINS}>{String(text)}</Markdown>
      </div>
    </li>
  );
});

const root = document.body.appendChild(document.createElement('div'));
createRoot(root).render(<PlainList path={new URLSearchParams(location.search).get('path') ?? ''} />);
