/** Part of `ena`: what comes next with a batch, and what can be done with it. */
export const enaMoves = {
  next: {
    checking:
      '%{done} of %{count} submission checked. Nothing is registered by that; you can leave the page. |||| %{done} of %{count} submissions checked. Nothing is registered by that; you can leave the page.',
    checkingHalted:
      'The check has come to a halt without a result. Nothing was registered; have it checked once more.',
    sendingHalted:
      'The sending has come to a halt. Start it again: what has arrived at ENA is looked up, and only what has not is sent.',
    passed: 'The %{count} submission passed the check. |||| All %{count} submissions passed the check.',
    whatNow: {
      send: 'Nothing has been sent yet; it can go to %{to} now.',
      approve: 'Nothing has been sent yet: approve it, and it can go to %{to}.',
      approveOther: 'You made this batch, so a second person approves it before it goes to %{to}.',
    },
    failed:
      '%{failed} of %{count} submission failed the check. Mend it and check again, or go on to %{to} without. |||| %{failed} of %{count} submissions failed the check. Mend them or take them out and check again, or go on to %{to} without them.',
    toProblems: 'See the problems',
    approved: '%{person} has approved it. Nothing has been sent yet; it can go to %{to} now.',
    paused:
      'No new request is begun until it is resumed; %{count} record waits. |||| No new request is begun until it is resumed; %{count} records wait.',
    assemblingTwo: 'Nothing has been sent. Have it checked; then a second person approves it for %{to}.',
    cancelled: 'It was called off before anything was sent. Its submissions can go into another batch.',
    assembling:
      'Nothing has been sent. Have it checked, or look through the documents below and send them to %{to}.',
    sending:
      '%{answered} of %{count} record answered. This goes on by itself; you can leave the page. |||| %{answered} of %{count} records answered. This goes on by itself; you can leave the page.',
    accepted: '%{by} has registered the one record. |||| %{by} has registered all %{count} records.',
    partial:
      '%{by} has registered %{accepted} and refused %{failed}. What was refused can be sent again here; where its content has to change, revise the submission and put it into a new batch.',
    refused:
      '%{by} has refused what was sent; nothing was registered. It can be sent again here; where its content has to change, revise the submission and put it into a new batch.',
    attention:
      'The answer about %{count} record is unclear. Read the requests first. Asking again sends nothing twice. |||| The answers about %{count} records are unclear. Read the requests first. Asking again sends nothing twice.',
  },
  consequence: {
    sandbox: 'The sandbox is part of this installation: nothing leaves it, and its accessions are not real.',
    test: 'The test service checks like the real one and forgets everything within a day. Its accessions are not real.',
    production:
      'This is the real archive: what it accepts gets permanent accessions, and can be suppressed later but not removed.',
  },
  move: {
    check: {
      action: 'Check %{count} record |||| Check %{count} records',
      title: 'Check %{reference}',
      what: '%{count} record of %{submissions} is checked against today’s checklists and ENA’s schemas, and tried at %{to}, which registers nothing. |||| %{count} records of %{submissions} are checked against today’s checklists and ENA’s schemas, and tried at %{to}, which registers nothing.',
      done: '%{reference} is being checked',
    },
    approve: {
      action: 'Approve %{count} record |||| Approve %{count} records',
      title: 'Approve %{reference} for %{to}',
      what: '%{count} record of %{submissions} may then be sent to %{to}. Nothing is sent by approving. |||| %{count} records of %{submissions} may then be sent to %{to}. Nothing is sent by approving.',
      done: '%{reference} is approved',
    },
    pause: {
      action: 'Pause',
      title: 'Pause %{reference}',
      what: 'No new request is begun until somebody resumes it. One that is under way is finished.',
      done: '%{reference} is paused',
    },
    resume: {
      action: 'Resume',
      title: 'Resume %{reference}',
      what: 'Requests are begun again; %{count} record waits. |||| Requests are begun again; %{count} records wait.',
      done: '%{reference} goes on',
    },
    cancel: {
      action: 'Cancel the batch',
      title: 'Cancel %{reference}',
      what: 'Nothing of it was sent. It stays in the lists as cancelled; its %{submissions} can go into another batch.',
      done: '%{reference} was cancelled',
    },
    send: {
      action: 'Send %{count} record |||| Send %{count} records',
      title: 'Send %{reference} to %{to}',
      what: '%{count} record of %{submissions} goes to %{to}, one request a submission. |||| %{count} records of %{submissions} go to %{to}, one request a submission.',
      done: '%{reference} is on its way to %{to}',
    },
    retry: {
      action: 'Send %{count} record again |||| Send %{count} records again',
      title: 'Send what was refused again',
      what: '%{count} record that was refused goes to %{to} once more. What was accepted is not sent again. |||| %{count} records that were refused go to %{to} once more. What was accepted is not sent again.',
      done: '%{reference} is on its way to %{to} again',
    },
    ask: {
      action: 'Ask again about %{count} record |||| Ask again about %{count} records',
      title: 'Ask again what became of it',
      what: '%{by} is asked what became of the requests whose answer is unclear. Nothing that may have arrived is sent a second time; what was refused outright is sent again. That is about %{count} record. |||| %{by} is asked what became of the requests whose answer is unclear. Nothing that may have arrived is sent a second time; what was refused outright is sent again. That is about %{count} records.',
      done: '%{reference}: asking again',
    },
    restart: {
      action: 'Start again',
      title: 'Start the sending of %{reference} again',
      what: 'For a batch that has come to a halt: %{count} record without an answer is taken up again. What is still under way is left alone. |||| For a batch that has come to a halt: %{count} records without an answer are taken up again. What is still under way is left alone.',
      done: '%{reference} was started again',
    },
    remove: {
      action: 'Take apart',
      title: 'Take %{reference} apart',
      what: 'Nothing of it was sent. Its %{submissions} become available for another batch; the reference is not used again.',
      done: '%{reference} was taken apart',
    },
  },
  without: {
    what: '%{count} submission failed its check. It is taken out and can go into another batch: |||| %{count} submissions failed their check. They are taken out and can go into another batch:',
    agree: 'Go on without what failed',
  },
  takeOut: {
    action: 'Take %{reference} out',
    confirm: 'Take it out',
    what: 'Its %{count} record leaves this batch and can go into another one. |||| Its %{count} records leave this batch and can go into another one.',
    recheck: 'What is left counts as not checked and not approved.',
    done: '%{reference} was taken out',
  },
} as const;
