// shared1 shared2 shared3 shared4 shared5 shared6 shared7 shared8
const{mount}=shared8;const{asView}=shared5;var r=asView(mount);export{r as default};
