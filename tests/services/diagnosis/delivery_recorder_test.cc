#include "services/diagnosis/delivery_recorder.h"
