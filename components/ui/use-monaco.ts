import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { monaco } from '#lib/monaco/load-monaco.ts';

export type EditorMarker = { line: number; column: number; message: string };

export type EditorOptions = {
  /** The accessible name. */
  label: string;
  value: string;
  language: 'markdown' | 'python' | 'json' | 'plaintext';
  onValueChange?: (value: string) => void;
  /** Ctrl/⌘ S inside the editor. */
  onSave?: () => void;
  readOnly?: boolean;
  lineNumbers?: boolean;
  markers?: EditorMarker[];
};

type Editor = ReturnType<typeof monaco.editor.create>;

/** The outside system: a Monaco editor in `host`, made once and kept equal to the options. */
export function useMonaco(host: RefObject<HTMLDivElement | null>, options: EditorOptions, theme: string) {
  const editor = useRef<Editor | null>(null);
  // What the editor holds: to ask it builds the whole text anew.
  const held = useRef(options.value);
  const change = useEffectEvent((value: string) => {
    held.current = value;
    options.onValueChange?.(value);
  });
  const save = useEffectEvent(() => options.onSave?.());
  const create = useEffectEvent((element: HTMLElement) => createEditor(element, options, theme));

  useEffect(() => {
    if (!host.current) return;
    const created = create(host.current);
    editor.current = created;
    created.onDidChangeModelContent(() => change(created.getValue()));
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => save());
    return () => {
      editor.current = null;
      // In this order: an editor asks its model while it goes.
      const model = created.getModel();
      created.dispose();
      model?.dispose();
    };
  }, [host]);

  useEffect(() => {
    const shown = editor.current;
    // While typing the two are equal; they differ when the value was replaced from outside.
    if (shown && held.current !== options.value) shown.setValue(options.value);
  }, [options.value]);

  useEffect(() => {
    editor.current?.updateOptions({ readOnly: options.readOnly ?? false });
  }, [options.readOnly]);

  useEffect(() => monaco.editor.setTheme(theme), [theme]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) monaco.editor.setModelMarkers(model, 'ade', (options.markers ?? []).map(toMarker));
  }, [options.markers]);
}

function createEditor(element: HTMLElement, options: EditorOptions, theme: string): Editor {
  return monaco.editor.create(element, {
    value: options.value,
    language: options.language,
    theme,
    ariaLabel: options.label,
    readOnly: options.readOnly ?? false,
    lineNumbers: options.lineNumbers ? 'on' : 'off',
    lineNumbersMinChars: 3,
    glyphMargin: false,
    folding: false,
    minimap: { enabled: false },
    automaticLayout: true,
    wordWrap: options.language === 'python' ? 'off' : 'on',
    scrollBeyondLastLine: false,
    // The dimmed number of an empty last line is too faint to read.
    renderFinalNewline: 'on',
    overviewRulerLanes: 0,
    renderLineHighlight: 'none',
    padding: { top: 10, bottom: 10 },
    fontSize: 12,
    lineHeight: 18,
    tabSize: 4,
    // Tab must leave the editor: Ctrl+M lets it indent instead.
    tabFocusMode: options.language !== 'python',
    unicodeHighlight: { invisibleCharacters: true, ambiguousCharacters: true },
    scrollbar: { alwaysConsumeMouseWheel: false, useShadows: false },
  });
}

function toMarker({ line, column, message }: EditorMarker) {
  return {
    severity: monaco.MarkerSeverity.Error,
    message,
    startLineNumber: line,
    startColumn: column,
    endLineNumber: line,
    endColumn: column + 80,
  };
}
