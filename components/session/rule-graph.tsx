import { END, type RuleEdge, START } from '#lib/letta/tool-rules.ts';

const COLUMN = 190;
const ROW = 56;
const BOX = { width: 140, height: 28 };

interface Place {
  x: number;
  y: number;
}

/** A picture of what has to follow what. The sentences beside it say the same. */
export function RuleGraph({ edges }: { edges: RuleEdge[] }) {
  if (edges.length === 0) return null;
  const places = layOut(edges);
  const width = Math.max(...[...places.values()].map(({ x }) => x)) + BOX.width + 8;
  const height = Math.max(...[...places.values()].map(({ y }) => y)) + BOX.height + 8;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without a mouse only with the focus in it
    <div tabIndex={0} className="overflow-x-auto rounded-md border border-border bg-surface-sunken p-2">
      <svg
        role="img"
        aria-label={`Picture of the rules: ${edges.map(({ from, label, to }) => `${from} ${label} ${to}`).join('; ')}`}
        width={width}
        height={height}
        className="text-muted"
      >
        <defs>
          <marker id="rule-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0 8 4 0 8z" fill="currentColor" />
          </marker>
        </defs>
        {edges.map((edge) => (
          <Arrow key={`${edge.from} ${edge.label} ${edge.to}`} edge={edge} places={places} />
        ))}
        {[...places].map(([name, { x, y }]) => (
          <g key={name}>
            <rect
              x={x}
              y={y}
              width={BOX.width}
              height={BOX.height}
              rx={6}
              className="fill-surface stroke-border-strong"
            />
            <text x={x + BOX.width / 2} y={y + 18} textAnchor="middle" className="fill-text font-mono text-xs">
              {name.length > 18 ? `${name.slice(0, 17)}…` : name}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function Arrow({ edge, places }: { edge: RuleEdge; places: Map<string, Place> }) {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (!from || !to) return null;
  const isBack = to.x <= from.x;
  const start = { x: from.x + BOX.width, y: from.y + BOX.height / 2 };
  const end = isBack ? { x: to.x + BOX.width / 2, y: to.y + BOX.height } : { x: to.x, y: to.y + BOX.height / 2 };
  const bend = isBack ? `Q ${start.x + 24} ${start.y + 40}` : `Q ${(start.x + end.x) / 2} ${start.y}`;
  return (
    <g>
      <path
        d={`M ${start.x} ${start.y} ${bend} ${end.x} ${end.y}`}
        fill="none"
        stroke="currentColor"
        markerEnd="url(#rule-arrow)"
      />
      <text
        x={(start.x + end.x) / 2}
        y={(start.y + end.y) / 2 - 5}
        textAnchor="middle"
        className="fill-muted text-[10px]"
      >
        {edge.label}
      </text>
    </g>
  );
}

/** Each tool stands as far right as the longest way to it, cycles cut; the end is last. */
function layOut(edges: RuleEdge[]): Map<string, Place> {
  const names = [...new Set([START, ...edges.flatMap(({ from, to }) => [from, to])])].filter(
    (name) => name !== START || edges.some((edge) => edge.from === START),
  );
  const depth = new Map(names.map((name) => [name, 0]));
  for (let round = 0; round < names.length; round += 1) {
    for (const { from, to } of edges) {
      const next = (depth.get(from) ?? 0) + 1;
      if (to !== from && next > (depth.get(to) ?? 0) && next < names.length) depth.set(to, next);
    }
  }
  if (depth.has(END)) depth.set(END, Math.max(...depth.values()));
  const filled = new Map<number, number>();
  return new Map(
    names.map((name) => {
      const column = depth.get(name) ?? 0;
      const row = filled.get(column) ?? 0;
      filled.set(column, row + 1);
      return [name, { x: 4 + column * COLUMN, y: 4 + row * ROW }];
    }),
  );
}
