// shared1 shared2 shared3 shared4 shared5 shared6 shared7 shared8
const{mount:r}=shared8;const{asView:a}=shared5;var o=a(r);export{o as default};
