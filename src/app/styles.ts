// Everything a document needs to look like itself, in one place: the root layout and the page for
// when that layout fails both draw a whole document.
import "@fontsource-variable/atkinson-hyperlegible-next/wght.css";
// The files with the WONK axis and weight only: a third of the size of the ones with every axis.
import "@fontsource-variable/fraunces/wonk.css";
import "@fontsource-variable/fraunces/wonk-italic.css";
import "./globals.css";
