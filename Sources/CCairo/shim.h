#pragma once
#include <librsvg/rsvg.h>
#include <cairo.h>
#include <cairo-ft.h>
#include <cairo-pdf.h>
