// A C view of the little that is needed of OpenCV 4's core, imgproc, objdetect and dnn modules.
// Every function returns 0, or -1 with a message in `error` (always terminated); no C++ exception crosses.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct copencv_cascade copencv_cascade;
typedef struct copencv_network copencv_network;

typedef struct {
    char text[256];
} copencv_error;

typedef struct {
    int x, y, width, height;
} copencv_rectangle;

/// Grey pixels, one byte each, rows `stride` bytes apart.
typedef struct {
    const uint8_t *pixels;
    int width, height, stride;
} copencv_image;

const char *copencv_version(void);
void copencv_use_threads(int count);

int copencv_cascade_open(const char *path, copencv_cascade **out, copencv_error *error);
void copencv_cascade_close(copencv_cascade *cascade);
/// Multi-scale detection; at most `capacity` rectangles are written, `count` says how many.
int copencv_cascade_detect(copencv_cascade *cascade, copencv_image image, double scale, int neighbours, int least,
                           int most, copencv_rectangle *found, int capacity, int *count, copencv_error *error);

int copencv_network_open(const char *path, copencv_network **out, copencv_error *error);
void copencv_network_close(copencv_network *network);
/// 1 where XNNPACK is in this build; else 0.
int copencv_has_packing(void);
/// 1 where the network is one that XNNPACK runs since its first answer; else 0.
int copencv_network_is_packed(const copencv_network *network);
/// One float32 input [1, 1, height, width]; each named output is copied to its row of `outputs` (`capacity` floats a
/// row), its length to `lengths`.
int copencv_network_forward(copencv_network *network, const float *input, int width, int height,
                            const char *const *names, int name_count, float *outputs, int capacity, int *lengths,
                            copencv_error *error);

/// Scale `image` into `out` (out_width x out_height, tightly packed): area averaging down, bilinear up.
int copencv_resize(copencv_image image, uint8_t *out, int out_width, int out_height, copencv_error *error);
/// Scale the part of `image` that `part` covers into `out`, as `copencv_resize` does; where the part reaches beyond the
/// image, the edge is repeated outwards.
int copencv_cut(copencv_image image, copencv_rectangle part, uint8_t *out, int out_width, int out_height,
                copencv_error *error);
/// (x - mean) / (deviation + floor) of every pixel into `out`, whose rows are `out_stride` floats apart.
int copencv_standardise(copencv_image image, double floor, float *out, int out_stride, copencv_error *error);
/// Turn `image` about its middle by `degrees` (positive: anticlockwise) into `out` of the same size, tightly packed; what
/// comes in from outside repeats the edge.
int copencv_turn(copencv_image image, double degrees, uint8_t *out, copencv_error *error);
/// Variance of the Laplacian, the usual measure of focus.
int copencv_sharpness(copencv_image image, double *out, copencv_error *error);

/// Standard deviation of the noise in grey values, from what a smooth picture would not hold (Immerkaer 1996); the
/// median over places instead of the mean, so that edges count for little.
int copencv_noise(copencv_image image, double *out, copencv_error *error);

#ifdef __cplusplus
}
#endif
