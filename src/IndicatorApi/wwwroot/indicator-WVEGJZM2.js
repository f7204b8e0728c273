import{a,b,c,d}from"./chunk-NXKTS34W.js";import"./chunk-MDLL6MHH.js";import"./chunk-NI6DH5L7.js";export{c as courseOf,b as indicator,a as indicators,d as linesOf};
