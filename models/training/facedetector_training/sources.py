"""Which pictures may train what ships, by the licence of the repository they come from."""

RESEARCH_ONLY = {
    "yfeng95/DECA", "CMU-Perceptual-Computing-Lab/openpose", "sczhou/CodeFormer", "senguptaumd/Background-Matting",
    "Li-Chongyi/Zero-DCE", "TachibanaYoshino/AnimeGAN",
}
COPYLEFT = {"WongKinYiu/yolov7", "eriklindernoren/PyTorch-YOLOv3", "wkentaro/labelme", "akanametov/yolo-face"}


def may_train(source: str) -> bool:
    """Whether pictures of this repository may train: its licence is free, or it states none. The others are only measured on."""
    return source not in RESEARCH_ONLY and source not in COPYLEFT
