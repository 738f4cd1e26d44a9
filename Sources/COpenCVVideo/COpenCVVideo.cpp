#include "COpenCVVideo.h"
