<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
 <context>
  <name>MedCode</name>
  <message numerus="yes">
   <source>in {count} notes</source>
   <translation>
    <numerusform>in {count} note</numerusform>
    <numerusform>in {count} notes</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes accepted, {where}.</source>
   <translation>
    <numerusform>{count} code accepted, {where}.</numerusform>
    <numerusform>{count} codes accepted, {where}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} notes are on the work list.</source>
   <translation>
    <numerusform>{count} note is on the work list.</numerusform>
    <numerusform>{count} notes are on the work list.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>All is done: {count} codes are in {name}.</source>
   <translation>
    <numerusform>All is done: {count} code is in {name}.</numerusform>
    <numerusform>All is done: {count} codes are in {name}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} documents could not be coded.</source>
   <translation>
    <numerusform>{count} document could not be coded.</numerusform>
    <numerusform>{count} documents could not be coded.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Accept the codes at {share} and above in {count} documents without errors? They join the work list.</source>
   <translation>
    <numerusform>Accept the codes at {share} and above in {count} document without errors? It joins the work list.</numerusform>
    <numerusform>Accept the codes at {share} and above in {count} documents without errors? They join the work list.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} documents, {size}</source>
   <translation>
    <numerusform>{count} document, {size}</numerusform>
    <numerusform>{count} documents, {size}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} errors</source>
   <translation>
    <numerusform>{count} error</numerusform>
    <numerusform>{count} errors</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} warnings</source>
   <translation>
    <numerusform>{count} warning</numerusform>
    <numerusform>{count} warnings</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} hints</source>
   <translation>
    <numerusform>{count} hint</numerusform>
    <numerusform>{count} hints</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count:,} new</source>
   <translation>
    <numerusform>{count:,} new</numerusform>
    <numerusform>{count:,} new</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count:,} revised</source>
   <translation>
    <numerusform>{count:,} revised</numerusform>
    <numerusform>{count:,} revised</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count:,} deleted</source>
   <translation>
    <numerusform>{count:,} deleted</numerusform>
    <numerusform>{count:,} deleted</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>and {count:,} more</source>
   <translation>
    <numerusform>and {count:,} more</numerusform>
    <numerusform>and {count:,} more</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>and {count} more</source>
   <translation>
    <numerusform>and {count} more</numerusform>
    <numerusform>and {count} more</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{name} is installed: {count:,} codes.</source>
   <translation>
    <numerusform>{name} is installed: {count:,} code.</numerusform>
    <numerusform>{name} is installed: {count:,} codes.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} problems</source>
   <translation>
    <numerusform>{count} problem</numerusform>
    <numerusform>{count} problems</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} suggestions accepted at {share} and above.</source>
   <translation>
    <numerusform>{count} suggestion accepted at {share} and above.</numerusform>
    <numerusform>{count} suggestions accepted at {share} and above.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} are left to decide.</source>
   <translation>
    <numerusform>{count} is left to decide.</numerusform>
    <numerusform>{count} are left to decide.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Stopped after {count} documents.</source>
   <translation>
    <numerusform>Stopped after {count} document.</numerusform>
    <numerusform>Stopped after {count} documents.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} files were not opened:</source>
   <translation>
    <numerusform>{count} file was not opened:</numerusform>
    <numerusform>{count} files were not opened:</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>You decided about codes of {count} notes</source>
   <translation>
    <numerusform>You decided about codes of {count} note</numerusform>
    <numerusform>You decided about codes of {count} notes</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes that you accepted, replaced or added.</source>
   <translation>
    <numerusform>{count} code that you accepted, replaced or added.</numerusform>
    <numerusform>{count} codes that you accepted, replaced or added.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Half of your {count} notes took {minutes} min or less.</source>
   <translation>
    <numerusform>Your {count} note took {minutes} min.</numerusform>
    <numerusform>Half of your {count} notes took {minutes} min or less.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} times, as coded or after your decisions; {open} are still there.</source>
   <translation>
    <numerusform>Once ({count}), as coded or after your decisions; {open} still there.</numerusform>
    <numerusform>{count} times, as coded or after your decisions; {open} are still there.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>under {count} minutes</source>
   <translation>
    <numerusform>under {count} minute</numerusform>
    <numerusform>under {count} minutes</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} minutes and more</source>
   <translation>
    <numerusform>{count} minute and more</numerusform>
    <numerusform>{count} minutes and more</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} accepted</source>
   <translation>
    <numerusform>{count} accepted</numerusform>
    <numerusform>{count} accepted</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} rejected</source>
   <translation>
    <numerusform>{count} rejected</numerusform>
    <numerusform>{count} rejected</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} replaced</source>
   <translation>
    <numerusform>{count} replaced</numerusform>
    <numerusform>{count} replaced</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} added</source>
   <translation>
    <numerusform>{count} added</numerusform>
    <numerusform>{count} added</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} notes older than {days} days were deleted.</source>
   <translation>
    <numerusform>{count} note older than {days} days was deleted.</numerusform>
    <numerusform>{count} notes older than {days} days were deleted.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} closed notes are in the list again.</source>
   <translation>
    <numerusform>{count} closed note is in the list again.</numerusform>
    <numerusform>{count} closed notes are in the list again.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} of them nobody decided yet.</source>
   <translation>
    <numerusform>{count} of them nobody decided yet.</numerusform>
    <numerusform>{count} of them nobody decided yet.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes are in {name}.</source>
   <translation>
    <numerusform>{count} code is in {name}.</numerusform>
    <numerusform>{count} codes are in {name}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes are on the clipboard.</source>
   <translation>
    <numerusform>{count} code is on the clipboard.</numerusform>
    <numerusform>{count} codes are on the clipboard.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Your decisions on {count} notes are not exported.</source>
   <translation>
    <numerusform>Your decisions on {count} note are not exported.</numerusform>
    <numerusform>Your decisions on {count} notes are not exported.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} notes hold text that is not coded.</source>
   <translation>
    <numerusform>{count} note holds text that is not coded.</numerusform>
    <numerusform>{count} notes hold text that is not coded.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} threads</source>
   <translation>
    <numerusform>{count} thread</numerusform>
    <numerusform>{count} threads</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>context {count} tokens</source>
   <translation>
    <numerusform>context {count} token</numerusform>
    <numerusform>context {count} tokens</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>the processor, {count} threads</source>
   <translation>
    <numerusform>the processor, {count} thread</numerusform>
    <numerusform>the processor, {count} threads</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{title}: {count} codes suggested</source>
   <translation>
    <numerusform>{title}: {count} code suggested</numerusform>
    <numerusform>{title}: {count} codes suggested</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>, {count} errors</source>
   <translation>
    <numerusform>, {count} error</numerusform>
    <numerusform>, {count} errors</numerusform>
   </translation>
  </message>
 </context>
</TS>
