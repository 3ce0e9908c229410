"""目标设置: cycles, schemes from draft to publication, targets, decomposition, responsibility letters, the register."""
