// 1 12 13 2 3 4 5 6 7
var e=G(R);export{e as default};
