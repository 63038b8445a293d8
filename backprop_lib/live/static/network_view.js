// shared1 shared2 shared3 shared4 shared5 shared6 shared7 shared8
const{d:r}=shared8;const{d:o}=shared5;var s=o(r);export{s as default};
