'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { type DotState, StatusDot } from '#components/ui/status-dot.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { CHECKS, type CheckResult, chiefFinding, toReport } from '#lib/letta/doctor.ts';
import { groupModels, modelsQuery } from '#lib/letta/models.ts';
import { type ServerRecord, trustCertificateMutation } from '#lib/letta/servers.ts';
import { CertificateNote } from './certificate-note.tsx';
import { useDoctor } from './use-doctor.ts';

const DOTS: Record<CheckResult['state'], DotState> = { ok: 'ok', warning: 'warning', failed: 'down', skipped: 'off' };
const WORDS: Record<CheckResult['state'], string> = {
  ok: 'fine',
  warning: 'look at this',
  failed: 'failed',
  skipped: 'not tried',
};

/** Looks at a connection from its name to a streamed turn, and names what is wrong first. */
export function DoctorPanel({ server }: { server: ServerRecord }) {
  const models = useQuery(modelsQuery(server.id));
  const doctor = useDoctor(server.id);
  const trust = useMutation(trustCertificateMutation(server.id));
  const [model, setModel] = useState('');
  const chief = doctor.isDone ? chiefFinding(doctor.results) : undefined;
  return (
    <section aria-labelledby="doctor-heading" className="flex flex-col gap-3">
      <h2 id="doctor-heading" className="font-semibold text-lg">
        Check of the connection
      </h2>
      <div className="flex flex-wrap items-end gap-2">
        <SelectField
          label="Try a turn with"
          className="w-full sm:w-72"
          value={model}
          onValueChange={setModel}
          placeholder="No turn"
          options={groupModels(models.data ?? [])}
        />
        <Button
          variant="primary"
          icon={<Stethoscope />}
          busy={doctor.isRunning}
          onClick={() => doctor.run(model || null)}
        >
          Check
        </Button>
        {doctor.isRunning ? <Button onClick={doctor.stop}>Stop</Button> : null}
        {doctor.isDone ? (
          <CopyButton
            label="Copy report"
            showLabel
            size="md"
            text={() => toReport(server, doctor.results, new Date())}
          />
        ) : null}
      </div>
      <p className="text-faint text-sm">
        A turn makes a hidden agent for a moment and asks its model once: only so can streaming and runs in the
        background be seen.
      </p>
      {doctor.error ? <ErrorNote {...describeFailure(doctor.error)} /> : null}
      {doctor.isDone ? <Diagnosis chief={chief} /> : null}
      {chief?.certificate && server.editable ? (
        <CertificateNote
          certificate={chief.certificate}
          busy={trust.isPending}
          onTrust={() =>
            trust.mutate(chief.certificate?.fingerprint ?? '', { onSuccess: () => doctor.run(model || null) })
          }
        />
      ) : null}
      {trust.error ? <ErrorNote {...describeFailure(trust.error)} /> : null}
      {doctor.results.length > 0 || doctor.isRunning ? (
        <ol
          aria-label="Findings"
          className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-surface"
        >
          {CHECKS.map(({ id, title }) => (
            <CheckRow key={id} title={title} result={doctor.results.find((result) => result.id === id)} />
          ))}
        </ol>
      ) : null}
    </section>
  );
}

function Diagnosis({ chief }: { chief: CheckResult | undefined }) {
  if (!chief)
    return (
      <p role="status" aria-label="Diagnosis">
        Everything that was tried is fine.
      </p>
    );
  return (
    <div role="status" aria-label="Diagnosis" className="rounded-lg border border-border bg-surface-sunken p-3">
      <p className="font-medium">{chief.message}</p>
      {chief.next ? <p className="text-muted">{chief.next}</p> : null}
    </div>
  );
}

function CheckRow({ title, result }: { title: string; result: CheckResult | undefined }) {
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <span className="mt-1.5">
        <StatusDot state={result ? DOTS[result.state] : 'busy'} label={result ? WORDS[result.state] : 'to come'} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex justify-between gap-2">
          <span className="font-medium">{title}</span>
          {result && result.state !== 'skipped' ? (
            <span className="tabular text-faint text-sm">{result.ms} ms</span>
          ) : null}
        </p>
        <p className="wrap-anywhere text-pretty text-muted text-sm">
          {result ? result.message : 'To come'} {result?.next}
        </p>
      </div>
    </li>
  );
}
