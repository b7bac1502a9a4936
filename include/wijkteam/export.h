/** @file
 * How public names are exported. Bindings that read the headers may define `WIJK_API` as nothing.
 */
#ifndef WIJKTEAM_EXPORT_H
#define WIJKTEAM_EXPORT_H

#ifndef WIJK_API
#  if defined(__GNUC__) || defined(__clang__)
#    define WIJK_API __attribute__((visibility("default")))
#  else
#    define WIJK_API
#  endif
#endif

#ifdef __cplusplus
#  define WIJK_BEGIN extern "C" {
#  define WIJK_END }
#else
#  define WIJK_BEGIN
#  define WIJK_END
#endif

#endif
