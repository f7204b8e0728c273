import{a,b,c,d}from"./chunk-IIEHTTWF.js";import"./chunk-FQLERHAI.js";import"./chunk-LGGZLQSB.js";export{c as courseOf,b as indicator,a as indicators,d as linesOf};
