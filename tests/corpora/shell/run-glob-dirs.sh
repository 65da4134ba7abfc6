cd $T; mkdir -p d/e d/f; touch d/e/1 d/f/2 d/3; echo */*; echo */; echo d/*/; echo */*/[12]
