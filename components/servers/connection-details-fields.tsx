import { Button } from '#components/ui/button.tsx';
import { Fold } from '#components/ui/fold.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { problemField } from '#lib/letta/describe-failure.ts';
import { SERVER_COLORS } from '#lib/letta/servers.ts';
import type { ConnectionForm } from './connection-form.ts';

const COLORS = SERVER_COLORS.map((color) => ({ value: color, label: color[0]?.toUpperCase() + color.slice(1) }));

interface ConnectionDetailsFieldsProps {
  form: ConnectionForm;
  /** Open at first where one of them is set. */
  isOpen: boolean;
  /** Of the last save or test: it may name one of the fields. */
  error: unknown;
  onChange: (change: Partial<ConnectionForm>) => void;
}

/** What few connections need: colour, project, acting user, how the key travels, and the one certificate that is trusted. */
export function ConnectionDetailsFields({ form, isOpen, error, onChange }: ConnectionDetailsFieldsProps) {
  const projectError = problemField(error, 'project');
  const userError = problemField(error, 'actingUser');
  return (
    <Fold title="More" isOpen={isOpen || projectError !== undefined || userError !== undefined}>
      <SelectField
        label="Color"
        placeholder="None"
        value={form.color}
        options={COLORS}
        hint="Marks the server wherever its name stands, so that production is not taken for a test."
        onValueChange={(value) => onChange({ color: SERVER_COLORS.find((color) => color === value) ?? '' })}
      />
      <TextField
        label="Project"
        mono
        value={form.project}
        onValueChange={(project) => onChange({ project })}
        hint="Slug or id, sent as X-Project with every call. Only Letta Cloud has projects."
        error={projectError}
      />
      <TextField
        label="Acting user"
        mono
        value={form.actingUser}
        onValueChange={(actingUser) => onChange({ actingUser })}
        placeholder="user-…"
        hint="Sent as user_id with every call. Empty: the server's default user."
        error={userError}
      />
      <SelectField
        label="The key is sent as"
        value={form.keyHeader}
        options={[
          { value: '', label: 'Authorization: Bearer …' },
          { value: 'password', label: 'X-BARE-PASSWORD: password …' },
        ]}
        hint="The second is for older servers, and for proxies that use Authorization themselves."
        onValueChange={(value) => onChange({ keyHeader: value === 'password' ? 'password' : '' })}
      />
      {form.certificate ? (
        <TrustedCertificate fingerprint={form.certificate} onForget={() => onChange({ certificate: '' })} />
      ) : null}
    </Fold>
  );
}

function TrustedCertificate({ fingerprint, onForget }: { fingerprint: string; onForget: () => void }) {
  return (
    <div className="flex flex-col items-start gap-1.5 text-sm">
      <p className="font-medium">Only this certificate is trusted</p>
      <p className="wrap-anywhere font-mono text-muted">{fingerprint}</p>
      <Button size="sm" onClick={onForget}>
        Forget this certificate
      </Button>
    </div>
  );
}
