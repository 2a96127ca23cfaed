'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { PickList } from '#components/ui/pick-list.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { blockLibraryQuery } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type NewBlock, needsDescription } from '#lib/letta/new-agent.ts';
import type { NewAgentPartProps } from './new-agent-part.ts';
import { newBlock } from './use-new-agent.ts';

/** What the agent begins with in its core memory: blocks of its own, and blocks that it shares. */
export function NewAgentMemory({ serverId, form, problems, change }: NewAgentPartProps) {
  const [search, setSearch] = useState('');
  const library = useQuery(blockLibraryQuery(serverId, useDeferredValue(search)));
  return (
    <div className="flex flex-col gap-4">
      <ol aria-label="Memory blocks" className="flex flex-col gap-3">
        {form.blocks.map((block, index) => (
          <BlockRow
            key={block.id}
            number={index + 1}
            block={block}
            problem={problems.get(block.id)}
            onChange={(next) =>
              change({ blocks: form.blocks.map((each) => (each.id === block.id ? { ...each, ...next } : each)) })
            }
            onRemove={() => change({ blocks: form.blocks.filter((each) => each.id !== block.id) })}
          />
        ))}
      </ol>
      <Button
        size="sm"
        className="self-start"
        icon={<Plus />}
        onClick={() => change({ blocks: [...form.blocks, newBlock()] })}
      >
        Add a block
      </Button>
      <PickList
        legend="Shared blocks"
        noun="block"
        search={search}
        onSearch={setSearch}
        query={{
          ...library,
          data: library.data?.map(({ id, label, value }) => ({ id, name: label ?? id, detail: value })),
        }}
        describeError={describeFailure}
        chosen={form.sharedBlocks}
        onChange={(sharedBlocks) => change({ sharedBlocks })}
      />
    </div>
  );
}

interface BlockRowProps {
  number: number;
  block: NewBlock;
  problem: string | undefined;
  onChange: (change: Partial<NewBlock>) => void;
  onRemove: () => void;
}

function BlockRow({ number, block, problem, onChange, onRemove }: BlockRowProps) {
  const hint = needsDescription(block) ? 'Say what belongs in here: the agent knows only this of it.' : undefined;
  return (
    <li className="flex flex-col gap-2 rounded-md border border-border p-3">
      <div className="flex items-start gap-2">
        <TextField
          label={`Label of block ${number}`}
          labelHidden
          placeholder="Label, such as project"
          mono
          className="flex-1"
          value={block.label}
          onValueChange={(label) => onChange({ label })}
        />
        <TextField
          label={`Limit of block ${number}, in characters`}
          labelHidden
          placeholder="Limit"
          inputMode="numeric"
          className="w-24"
          value={block.limit}
          onValueChange={(limit) => onChange({ limit })}
        />
        <IconButton label={`Remove block ${number}`} icon={<X />} onClick={onRemove} />
      </div>
      <TextField
        label={`Description of block ${number}`}
        labelHidden
        placeholder="Description"
        value={block.description}
        onValueChange={(description) => onChange({ description })}
        hint={hint}
      />
      <TextArea
        label={`Value of block ${number}`}
        labelHidden
        placeholder="What it holds at first"
        rows={2}
        autoGrow
        boxClassName="max-h-60"
        value={block.value}
        onValueChange={(value) => onChange({ value })}
        error={problem}
      />
      <Checkbox
        label="Read-only for the agent"
        checked={block.isReadOnly}
        onCheckedChange={(isReadOnly) => onChange({ isReadOnly })}
      />
    </li>
  );
}
