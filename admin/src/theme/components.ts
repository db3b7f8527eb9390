import type { ThemeOptions } from '@mui/material/styles';

const hairline = '1px solid var(--line)';
const floating = { border: hairline, boxShadow: 'var(--shadow)', backgroundImage: 'none' };
const small = { fontSize: '0.8125rem' };

export const components: ThemeOptions['components'] = {
  MuiButtonBase: { defaultProps: { disableRipple: true, disableTouchRipple: true } },
  MuiButton: {
    defaultProps: { disableElevation: true, variant: 'outlined', color: 'inherit' },
    styleOverrides: {
      root: {
        minHeight: 32,
        paddingBlock: 4,
        paddingInline: 12,
        lineHeight: 1.4,
        whiteSpace: 'nowrap',
        variants: [
          {
            props: { variant: 'outlined', color: 'inherit' },
            style: {
              borderColor: 'color-mix(in srgb, var(--edge) 55%, var(--line))',
              backgroundColor: 'var(--surface)',
              color: 'var(--ink)',
              '&:hover': { backgroundColor: 'var(--hover)', borderColor: 'var(--edge)' },
            },
          },
          {
            props: { variant: 'outlined', color: 'error' },
            style: { borderColor: 'color-mix(in srgb, var(--bad-fg) 45%, var(--line))' },
          },
          { props: { size: 'small' }, style: { minHeight: 28, paddingInline: 8, fontSize: '0.75rem' } },
        ],
        '&.Mui-disabled': {
          color: 'var(--ink-faint)',
          borderColor: 'var(--line)',
          backgroundColor: 'var(--sunken)',
        },
      },
      startIcon: { marginInlineStart: -2, marginInlineEnd: 6, '& > *:first-of-type': { fontSize: 16 } },
      endIcon: { marginInlineStart: 6, marginInlineEnd: -2, '& > *:first-of-type': { fontSize: 16 } },
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: {
        borderRadius: 6,
        padding: 6,
        color: 'var(--ink-muted)',
        '&:hover': { backgroundColor: 'var(--hover)', color: 'var(--ink)' },
      },
    },
  },
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiMenu: { styleOverrides: { paper: { ...floating, marginBlockStart: 4 }, list: { paddingBlock: 4 } } },
  MuiPopover: { styleOverrides: { paper: floating } },
  MuiMenuItem: {
    styleOverrides: { root: { ...small, minHeight: 32, marginInline: 4, borderRadius: 4, paddingInline: 8 } },
  },
  MuiDialog: {
    styleOverrides: { paper: { ...floating, borderRadius: 10 } },
  },
  MuiBackdrop: {
    styleOverrides: { root: { '&:not(.MuiBackdrop-invisible)': { backgroundColor: 'rgb(10 14 18 / 45%)' } } },
  },
  MuiDialogTitle: {
    styleOverrides: {
      root: { fontSize: '1rem', fontWeight: 600, paddingBlock: '16px 4px', paddingInline: 20 },
    },
  },
  MuiDialogContent: { styleOverrides: { root: { paddingInline: 20, paddingBlock: 8 } } },
  MuiDialogActions: { styleOverrides: { root: { paddingInline: 20, paddingBlock: '8px 16px', gap: 4 } } },
  MuiTooltip: {
    defaultProps: { enterDelay: 400, enterNextDelay: 100 },
    styleOverrides: {
      tooltip: {
        backgroundColor: 'var(--ink)',
        color: 'var(--surface)',
        fontSize: '0.75rem',
        fontWeight: 450,
        padding: '4px 8px',
        maxWidth: 320,
      },
    },
  },
  MuiTextField: { defaultProps: { size: 'small', variant: 'outlined', fullWidth: true } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: {
        ...small,
        backgroundColor: 'var(--surface)',
        '& .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--edge)' },
        '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--ink-muted)' },
      },
      input: { paddingBlock: 7, paddingInline: 10, height: '1.25rem' },
      multiline: { padding: '7px 10px' },
      inputMultiline: { padding: 0 },
    },
  },
  MuiInputLabel: { styleOverrides: { root: small } },
  MuiFormHelperText: {
    styleOverrides: { root: { marginInline: 0, fontSize: '0.75rem', color: 'var(--ink-faint)' } },
  },
  MuiSelect: { styleOverrides: { select: { minHeight: 'unset' } } },
  MuiTab: {
    styleOverrides: {
      root: {
        ...small,
        minHeight: 36,
        minWidth: 0,
        padding: '0 2px',
        marginInlineEnd: 18,
        fontWeight: 500,
        color: 'var(--ink-muted)',
      },
    },
  },
  MuiTabs: { styleOverrides: { root: { minHeight: 36 }, indicator: { height: 2 } } },
  MuiLink: { defaultProps: { underline: 'hover' }, styleOverrides: { root: { fontWeight: 'inherit' } } },
  MuiSkeleton: {
    defaultProps: { animation: 'pulse' },
    styleOverrides: { root: { backgroundColor: 'var(--sunken)' } },
  },
  MuiDrawer: { styleOverrides: { paper: { backgroundColor: 'var(--canvas)', borderInlineEnd: hairline } } },
  MuiLinearProgress: {
    styleOverrides: { root: { height: 4, borderRadius: 2, backgroundColor: 'var(--line)' } },
  },
  MuiAutocomplete: { styleOverrides: { paper: floating, option: small } },
};
