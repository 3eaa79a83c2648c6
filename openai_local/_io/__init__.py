"""Everything that blocks: sockets, files, sleeping. What the bytes mean is `_wire`'s business."""
