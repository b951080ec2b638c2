"""Questions as data: screening tools, interviews and audit forms, each a dated file, and the answers given under them.
An answer keeps the version it was given under for ever; no tool is named in the code."""
