interface FeatureArea {
  prefix: string;
  title: string;
  /** The ids of an area run from 1 to this number. */
  count: number;
}

/** Every feature of a full development environment for agents, by area; docs and tests name them CON1 … OT21. */
export const featureAreas: readonly FeatureArea[] = [
  { prefix: 'CON', title: 'Connection and servers', count: 17 },
  { prefix: 'AL', title: 'Agents list', count: 19 },
  { prefix: 'CR', title: 'Create agent', count: 29 },
  { prefix: 'AF', title: 'Agent file', count: 15 },
  { prefix: 'CF', title: 'Configuration panel', count: 34 },
  { prefix: 'TL', title: 'Tools', count: 42 },
  { prefix: 'MC', title: 'MCP servers', count: 16 },
  { prefix: 'DA', title: 'Data: folders, files, sources', count: 23 },
  { prefix: 'SM', title: 'Simulator', count: 52 },
  { prefix: 'CV', title: 'Conversations', count: 13 },
  { prefix: 'ST', title: 'Context window viewer', count: 14 },
  { prefix: 'CM', title: 'Core memory', count: 21 },
  { prefix: 'AR', title: 'Archival memory', count: 16 },
  { prefix: 'OB', title: 'Observability', count: 20 },
  { prefix: 'MA', title: 'Multi-agent', count: 16 },
  { prefix: 'ID', title: 'Identities', count: 7 },
  { prefix: 'PR', title: 'Models and providers', count: 13 },
  { prefix: 'TP', title: 'Templates, projects, cloud', count: 18 },
  { prefix: 'OT', title: 'Schedules, batches, jobs, voice, admin', count: 21 },
];

export const featureIds: readonly string[] = featureAreas.flatMap(({ prefix, count }) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`),
);

/** Faults that journeys survive on purpose, R1 … R33: a cut stream, a reload in mid-turn, a sleeping tab. They count as no features. */
export const faultIds: readonly string[] = Array.from({ length: 33 }, (_, index) => `R${index + 1}`);
