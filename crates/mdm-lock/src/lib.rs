//! Lock-aware execution rules: what a locked device will do, what conflicts, what could surprise
