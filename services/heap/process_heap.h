// How malloc works in a process that holds a whole catalogue.
//
// Thread safety: call it first thing in main, before there is a thread.
#pragma once

namespace placard {

// Gives each thread a heap that grows by much at once, and asks for large
// pages: a decision touches lines all over the catalogue, and with small pages
// the processor has to look up each address anew. malloc can be told to ask for
// them by its environment only, so the program is started anew, once and as the
// same process, with `argv`, which must be main's; if that fails, it goes on
// without.
void PrepareHeap(char** argv);

}  // namespace placard
