// 1 2 3 4 5 6 7 8 9
var r=G(R);export{r as default};
