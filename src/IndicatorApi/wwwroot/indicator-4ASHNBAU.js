import{a,b,c,d}from"./chunk-DOT6HDQ7.js";import"./chunk-XT53NWO5.js";import"./chunk-GSTW4BPQ.js";export{c as courseOf,b as indicator,a as indicators,d as linesOf};
