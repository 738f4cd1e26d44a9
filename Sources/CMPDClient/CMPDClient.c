#include "CMPDClient.h"
