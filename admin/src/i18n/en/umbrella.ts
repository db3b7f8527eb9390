/** Umbrella projects, which group projects at ENA. */
export const umbrella = {
  title: 'Umbrella projects',
  begin: 'New umbrella project',
  search: 'Title, reference or ENA accession',
  empty: 'No umbrella projects',
  emptyDetail:
    'An umbrella project groups the projects of a consortium or a programme under one accession at ENA. Put one together here, then send it.',
  none: 'None yet',
  about: 'About this umbrella project',
  request: 'Last request to ENA',
  groups: 'Groups %{count} project |||| Groups %{count} projects',
  projects: '%{count} project |||| %{count} projects',
  noComponents: 'It groups nothing yet. Add projects by their accessions.',
  showRest: 'Show the other %{count} |||| Show the other %{count}',
  notHere: 'Not deposited here',
  notAtEna: 'Not at ENA yet',
  lacks:
    'ENA does not have %{count} of these projects yet; send it there first: |||| ENA does not have %{count} of these projects yet; send them there first:',
  replaces: 'It replaces what ENA has as %{accession}.',
  noHold: 'No day: public once it is sent',
  state: {
    draft: 'Not at ENA',
    sending: 'At ENA',
    registered: 'Registered',
    changed: 'Changed since',
    attention: 'Unclear: look at it',
  },
  field: {
    title: 'Title',
    description: 'Description',
    name: 'Short name',
    components: 'Projects',
    holdDate: 'Hold until',
    enaAccession: 'ENA accession',
    registered: 'Registered',
    changed: 'Last changed',
  },
  help: {
    title: 'One sentence that says what its projects have in common: %{min} to %{max} characters.',
    description: 'What they are about and who is behind them: %{min} to %{max} characters.',
    name: 'Optional: what people call it, such as an acronym.',
    components:
      'By accession: those from here, or ENA’s that begin with PRJ. Paste as many as you like; each has to be at ENA before the umbrella is sent.',
    holdDate: 'Optional: until then ENA keeps it private. Without a day it is public once it is sent.',
    holdTold: 'ENA was told the day when it took the umbrella project; only its helpdesk can change it now.',
  },
  placeholder: 'PRJEB12345',
  add: 'Add',
  remove: 'Remove %{accession}',
  problem: {
    many: '%{count} project at most. |||| %{count} projects at most.',
  },
  create: {
    submit: 'Create the umbrella project',
    done: '%{reference} is created; ENA is told when it is sent',
  },
  change: {
    begin: 'Change',
    title: 'Change the umbrella project',
    submit: 'Save the changes',
    done: '%{reference} is changed; ENA is told when it is sent',
    stale:
      'It was changed by somebody else in the meantime. What you wrote is still here; saving again changes only what you changed.',
  },
  next: {
    draft: 'ENA has nothing of it. Send it to %{to} once it groups what it should.',
    refused: 'ENA refused it: see what it said below. Mend it, then send it again.',
    sending: '%{by} is being told. The page follows by itself; you can leave it.',
    left: 'Its request was left: nothing goes on with it by itself. Ask again, or say that it is not done.',
    registered: '%{by} has it as it is here.',
    changed: '%{by} has it otherwise, or nobody can say how. Send it, and what is there is replaced.',
    attention:
      'What ENA answered is unclear. Asking again registers nothing twice: ENA says so where it has it already.',
  },
  move: {
    send: {
      action: 'Send to %{to}',
      title: 'Send %{reference} to %{to}',
      what: 'It groups %{count} project there. |||| It groups %{count} projects there.',
      done: '%{reference} is being sent',
    },
    retry: {
      action: 'Ask again',
      title: 'Ask ENA again about %{reference}',
      what: 'It is sent once more. Where ENA has it already, it says under which accession.',
      done: '%{reference}: asking again',
    },
    decline: {
      action: 'It is not done',
      title: '%{reference}: it is not done',
      what: 'The request is closed without an answer; the umbrella project can be changed and sent again.',
      done: '%{reference}: the request was closed',
    },
  },
} as const;
