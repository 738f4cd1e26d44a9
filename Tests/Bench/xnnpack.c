// The emotion network's convolutions by XNNPACK, one thread, one face: CPU time, the median of 300, in milliseconds. Debian
// carries XNNPACK; weights are random, poolings between the sides cost next to nothing and are left out.
//
//     cc -O2 Tests/Bench/xnnpack.c -o /tmp/xnnpack -lXNNPACK -lpthreadpool && /tmp/xnnpack
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <xnnpack.h>

static const struct { int side, in, out; } layers[] = {
    {48, 1, 32}, {48, 32, 32}, {24, 32, 64}, {24, 64, 64}, {12, 64, 128}, {12, 128, 128}, {6, 128, 256}, {6, 256, 256},
};
enum { count = sizeof layers / sizeof *layers, rounds = 300 };

static float *numbers(size_t n) {
    float *values = calloc(n + XNN_EXTRA_BYTES, sizeof *values);
    if (!values) exit(1);
    for (size_t i = 0; i < n; i++) values[i] = (float)rand() / (float)RAND_MAX - 0.5f;
    return values;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static int larger(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(void) {
    xnn_operator_t operators[count];
    double times[rounds], adds = 0;
    if (xnn_initialize(NULL) != xnn_status_success) return 1;
    for (int i = 0; i < count; i++) {
        const size_t in = (size_t)layers[i].in, out = (size_t)layers[i].out, side = (size_t)layers[i].side;
        if (xnn_create_convolution2d_nhwc_f32(1, 1, 1, 1, 3, 3, 1, 1, 1, 1, 1, in, out, in, out, numbers(out * 9 * in),
                numbers(out), 0, INFINITY, 0, &operators[i]) != xnn_status_success ||
            xnn_setup_convolution2d_nhwc_f32(operators[i], 1, side, side, numbers(side * side * in),
                numbers(side * side * out), NULL) != xnn_status_success)
            return 1;
        adds += 9. * (double)(in * out * side * side);
    }
    for (int r = 0; r < rounds; r++) {
        const double start = now();
        for (int i = 0; i < count; i++) xnn_run_operator(operators[i], NULL);
        times[r] = now() - start;
    }
    qsort(times, rounds, sizeof *times, larger);
    printf("XNNPACK %.2f ms, %.1f M multiply-adds, %.1f a nanosecond\n", times[rounds / 2], adds / 1e6, adds / times[rounds / 2] / 1e6);
    return 0;
}
