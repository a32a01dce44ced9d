<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="hi" sourcelanguage="en">
 <context>
  <name>MedCode</name>
  <message>
   <source>Your notes are encrypted in {folder}.</source>
   <translation>आपके नोट {folder} में एन्क्रिप्ट किए हुए हैं।</translation>
  </message>
  <message>
   <source>The recovery key opens the workspace once, and you choose a new passphrase.</source>
   <translation>रिकवरी कुंजी कार्यस्थान को एक बार खोलती है, और आप नया पासफ़्रेज़ चुनते हैं।</translation>
  </message>
  <message>
   <source>Notes, codes and decisions are then kept encrypted in {folder}. Nobody can open them without the passphrase or the recovery key that you get next.</source>
   <translation>इसके बाद नोट, कोड और निर्णय {folder} में एन्क्रिप्ट करके रखे जाते हैं। पासफ़्रेज़ या आगे मिलने वाली रिकवरी कुंजी के बिना उन्हें कोई नहीं खोल सकता।</translation>
  </message>
  <message>
   <source>It opens the workspace when the passphrase is forgotten, and is shown only now. Keep it where only you find it, not on this computer.</source>
   <translation>पासफ़्रेज़ भूल जाने पर यह कार्यस्थान खोलती है, और केवल अभी दिखाई जाती है। इसे वहाँ रखें जहाँ केवल आप पाएँ, इस कंप्यूटर पर नहीं।</translation>
  </message>
  <message>
   <source>It changes for {person} in the workspace and its backups.</source>
   <translation>यह {person} के लिए कार्यस्थान और उसके बैकअप में बदलता है।</translation>
  </message>
  <message>
   <source>Use the system's keyring</source>
   <translation>सिस्टम की-रिंग का उपयोग करें</translation>
  </message>
  <message>
   <source>Unlock the workspace</source>
   <translation>कार्यस्थान अनलॉक करें</translation>
  </message>
  <message>
   <source>Unlock</source>
   <translation>अनलॉक करें</translation>
  </message>
  <message>
   <source>Person</source>
   <translation>व्यक्ति</translation>
  </message>
  <message>
   <source>The system's keyring unlocks the workspace for you from now on, without the passphrase.</source>
   <translation>अब से सिस्टम की-रिंग आपके लिए कार्यस्थान को बिना पासफ़्रेज़ के खोलती है।</translation>
  </message>
  <message>
   <source>Whoever can use your account on this computer can then open it.</source>
   <translation>जो भी इस कंप्यूटर पर आपके खाते का उपयोग कर सकता है, वह तब इसे खोल सकता है।</translation>
  </message>
  <message>
   <source>No longer unlock by the system's keyring</source>
   <translation>सिस्टम की-रिंग से अब न खोलें</translation>
  </message>
  <message>
   <source>Unlock by the system's keyring</source>
   <translation>सिस्टम की-रिंग से खोलें</translation>
  </message>
  <message>
   <source>New passphrase</source>
   <translation>नया पासफ़्रेज़</translation>
  </message>
  <message>
   <source>The same once more</source>
   <translation>वही एक बार और</translation>
  </message>
  <message>
   <source>The two passphrases are not the same.</source>
   <translation>दोनों पासफ़्रेज़ एक जैसे नहीं हैं।</translation>
  </message>
  <message>
   <source>Type them again.</source>
   <translation>उन्हें फिर से लिखें।</translation>
  </message>
  <message>
   <source>Use the recovery key…</source>
   <translation>रिकवरी कुंजी का उपयोग करें…</translation>
  </message>
  <message>
   <source>Passphrase</source>
   <translation>पासफ़्रेज़</translation>
  </message>
  <message>
   <source>Recovery key</source>
   <translation>रिकवरी कुंजी</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>वापस</translation>
  </message>
  <message>
   <source>Use the recovery key</source>
   <translation>रिकवरी कुंजी का उपयोग करें</translation>
  </message>
  <message>
   <source>Recover</source>
   <translation>फिर से पाएँ</translation>
  </message>
  <message>
   <source>Your name</source>
   <translation>आपका नाम</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>रद्द करें</translation>
  </message>
  <message>
   <source>Create a workspace</source>
   <translation>कार्यस्थान बनाएँ</translation>
  </message>
  <message>
   <source>Create</source>
   <translation>बनाएँ</translation>
  </message>
  <message>
   <source>The workspace needs your name.</source>
   <translation>कार्यस्थान को आपका नाम चाहिए।</translation>
  </message>
  <message>
   <source>It signs what you decide.</source>
   <translation>यह आपके निर्णयों पर लिखा जाता है।</translation>
  </message>
  <message>
   <source>Your recovery key</source>
   <translation>आपकी रिकवरी कुंजी</translation>
  </message>
  <message>
   <source>Passphrase until now</source>
   <translation>अब तक का पासफ़्रेज़</translation>
  </message>
  <message>
   <source>Change the passphrase</source>
   <translation>पासफ़्रेज़ बदलें</translation>
  </message>
  <message>
   <source>Change</source>
   <translation>बदलें</translation>
  </message>
  <message>
   <source>The passphrase is changed.</source>
   <translation>पासफ़्रेज़ बदल गया है।</translation>
  </message>
  <message>
   <source>The keyring no longer unlocks the workspace; you need the passphrase.</source>
   <translation>की-रिंग अब कार्यस्थान को नहीं खोलती; आपको पासफ़्रेज़ चाहिए।</translation>
  </message>
  <message>
   <source>Unlock the workspace…</source>
   <translation>कार्यस्थान अनलॉक करें…</translation>
  </message>
  <message>
   <source>Create a workspace…</source>
   <translation>कार्यस्थान बनाएँ…</translation>
  </message>
  <message>
   <source>Work without it, in memory only</source>
   <translation>इसके बिना काम करें, केवल मेमोरी में</translation>
  </message>
  <message>
   <source>The workspace is open for reading only.</source>
   <translation>कार्यस्थान केवल पढ़ने के लिए खुला है।</translation>
  </message>
  <message>
   <source>&amp;File</source>
   <translation>फ़ाइल (&amp;F)</translation>
  </message>
  <message>
   <source>&amp;Note</source>
   <translation>नोट (&amp;N)</translation>
  </message>
  <message>
   <source>&amp;Codes</source>
   <translation>कोड (&amp;C)</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>दृश्य (&amp;V)</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>सहायता (&amp;H)</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>टूल</translation>
  </message>
  <message>
   <source>Replace by alternative {n}</source>
   <translation>विकल्प {n} से बदलें</translation>
  </message>
  <message>
   <source>New note</source>
   <translation>नया नोट</translation>
  </message>
  <message>
   <source>New note from clipboard</source>
   <translation>क्लिपबोर्ड से नया नोट</translation>
  </message>
  <message>
   <source>Open…</source>
   <translation>खोलें…</translation>
  </message>
  <message>
   <source>Code a folder…</source>
   <translation>फ़ोल्डर को कोड करें…</translation>
  </message>
  <message>
   <source>Open the sample note</source>
   <translation>नमूना नोट खोलें</translation>
  </message>
  <message>
   <source>Export codes…</source>
   <translation>कोड निर्यात करें…</translation>
  </message>
  <message>
   <source>Export codes of all notes…</source>
   <translation>सभी नोटों के कोड निर्यात करें…</translation>
  </message>
  <message>
   <source>Copy codes</source>
   <translation>कोड कॉपी करें</translation>
  </message>
  <message>
   <source>Settings…</source>
   <translation>सेटिंग्स…</translation>
  </message>
  <message>
   <source>Lock now</source>
   <translation>अभी लॉक करें</translation>
  </message>
  <message>
   <source>Change the passphrase…</source>
   <translation>पासफ़्रेज़ बदलें…</translation>
  </message>
  <message>
   <source>Close note</source>
   <translation>नोट बंद करें</translation>
  </message>
  <message>
   <source>Show the closed notes</source>
   <translation>बंद किए गए नोट दिखाएँ</translation>
  </message>
  <message>
   <source>Delete note…</source>
   <translation>नोट हटाएँ…</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>बाहर निकलें</translation>
  </message>
  <message>
   <source>Edit note</source>
   <translation>नोट संपादित करें</translation>
  </message>
  <message>
   <source>Code note</source>
   <translation>नोट को कोड करें</translation>
  </message>
  <message>
   <source>Find in note</source>
   <translation>नोट में खोजें</translation>
  </message>
  <message>
   <source>Find next</source>
   <translation>अगला खोजें</translation>
  </message>
  <message>
   <source>Find previous</source>
   <translation>पिछला खोजें</translation>
  </message>
  <message>
   <source>Next note</source>
   <translation>अगला नोट</translation>
  </message>
  <message>
   <source>Previous note</source>
   <translation>पिछला नोट</translation>
  </message>
  <message>
   <source>Cancel or close</source>
   <translation>रद्द या बंद करें</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>पूर्ववत करें</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>फिर से करें</translation>
  </message>
  <message>
   <source>Accept</source>
   <translation>स्वीकार करें</translation>
  </message>
  <message>
   <source>Reject</source>
   <translation>अस्वीकार करें</translation>
  </message>
  <message>
   <source>Back to undecided</source>
   <translation>फिर से अनिर्णीत करें</translation>
  </message>
  <message>
   <source>Replace by searching…</source>
   <translation>खोजकर बदलें…</translation>
  </message>
  <message>
   <source>Add a code…</source>
   <translation>कोड जोड़ें…</translation>
  </message>
  <message>
   <source>Browse the code sets…</source>
   <translation>कोड सूचियाँ देखें…</translation>
  </message>
  <message>
   <source>Code sets…</source>
   <translation>कोड सूचियाँ…</translation>
  </message>
  <message>
   <source>Stop preparing the imported codes</source>
   <translation>आयात किए गए कोड तैयार करना रोकें</translation>
  </message>
  <message>
   <source>Say more exactly…</source>
   <translation>और सटीक बताएँ…</translation>
  </message>
  <message>
   <source>Mend what the checks found</source>
   <translation>जाँच में मिली बात सुधारें</translation>
  </message>
  <message>
   <source>Accept all remaining</source>
   <translation>बाकी सब स्वीकार करें</translation>
  </message>
  <message>
   <source>Accept all above a confidence</source>
   <translation>तय भरोसे से ऊपर के सब स्वीकार करें</translation>
  </message>
  <message>
   <source>Code the selected words</source>
   <translation>चुने हुए शब्दों को कोड करें</translation>
  </message>
  <message>
   <source>Selected words are evidence</source>
   <translation>चुने हुए शब्द प्रमाण हैं</translation>
  </message>
  <message>
   <source>The condition is present</source>
   <translation>रोग उपस्थित है</translation>
  </message>
  <message>
   <source>The condition is negated</source>
   <translation>रोग नकारा गया है</translation>
  </message>
  <message>
   <source>The condition is possible</source>
   <translation>रोग संभावित है</translation>
  </message>
  <message>
   <source>The condition is historical</source>
   <translation>रोग पहले का है</translation>
  </message>
  <message>
   <source>The condition is in the family</source>
   <translation>रोग परिवार में है</translation>
  </message>
  <message>
   <source>Query to the provider…</source>
   <translation>चिकित्सक से प्रश्न…</translation>
  </message>
  <message>
   <source>Move up</source>
   <translation>ऊपर ले जाएँ</translation>
  </message>
  <message>
   <source>Move down</source>
   <translation>नीचे ले जाएँ</translation>
  </message>
  <message>
   <source>Show the next evidence</source>
   <translation>अगला प्रमाण दिखाएँ</translation>
  </message>
  <message>
   <source>Find a command…</source>
   <translation>कमांड खोजें…</translation>
  </message>
  <message>
   <source>Overview of my work</source>
   <translation>मेरे काम का सार</translation>
  </message>
  <message>
   <source>Larger note text</source>
   <translation>नोट का पाठ बड़ा करें</translation>
  </message>
  <message>
   <source>Smaller note text</source>
   <translation>नोट का पाठ छोटा करें</translation>
  </message>
  <message>
   <source>Normal note text</source>
   <translation>नोट का पाठ सामान्य करें</translation>
  </message>
  <message>
   <source>Appearance of the system</source>
   <translation>सिस्टम जैसा रूप</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>हल्का</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>गहरा</translation>
  </message>
  <message>
   <source>High contrast</source>
   <translation>उच्च कंट्रास्ट</translation>
  </message>
  <message>
   <source>Go to the notes</source>
   <translation>नोटों की सूची पर जाएँ</translation>
  </message>
  <message>
   <source>Go to the note text</source>
   <translation>नोट के पाठ पर जाएँ</translation>
  </message>
  <message>
   <source>Go to the codes</source>
   <translation>कोडों पर जाएँ</translation>
  </message>
  <message>
   <source>Go to the facts of the encounter</source>
   <translation>मुलाकात के तथ्यों पर जाएँ</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>सहायता</translation>
  </message>
  <message>
   <source>Keyboard shortcuts</source>
   <translation>कीबोर्ड शॉर्टकट</translation>
  </message>
  <message>
   <source>What could ever connect</source>
   <translation>कौन-सी चीज़ कभी जुड़ सकती है</translation>
  </message>
  <message>
   <source>Welcome</source>
   <translation>स्वागत</translation>
  </message>
  <message>
   <source>Paste</source>
   <translation>चिपकाएँ</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>निर्यात</translation>
  </message>
  <message>
   <source>Edit</source>
   <translation>संपादित करें</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>बदलें</translation>
  </message>
  <message>
   <source>Add</source>
   <translation>जोड़ें</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>रोकें</translation>
  </message>
  <message>
   <source>The note could not be coded: an unexpected fault of the program ({kind}).</source>
   <translation>नोट को कोड नहीं किया जा सका: प्रोग्राम में अनपेक्षित गड़बड़ी हुई ({kind})।</translation>
  </message>
  <message>
   <source>Try again; if it stays, please report it.</source>
   <translation>फिर से कोशिश करें; समस्या बनी रहे तो कृपया हमें बताएँ।</translation>
  </message>
  <message numerus="yes">
   <source>in {count} notes</source>
   <translation>
    <numerusform>{count} नोट में</numerusform>
    <numerusform>{count} नोटों में</numerusform>
   </translation>
  </message>
  <message>
   <source>codes</source>
   <translation>कोड</translation>
  </message>
  <message>
   <source>Reading the documents…</source>
   <translation>दस्तावेज़ पढ़े जा रहे हैं…</translation>
  </message>
  <message>
   <source>Opening…</source>
   <translation>खोला जा रहा है…</translation>
  </message>
  <message>
   <source>Accepting…</source>
   <translation>स्वीकार किया जा रहा है…</translation>
  </message>
  <message numerus="yes">
   <source>{count} codes accepted, {where}.</source>
   <translation>
    <numerusform>{count} कोड स्वीकार हुआ, {where}।</numerusform>
    <numerusform>{count} कोड स्वीकार हुए, {where}।</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing was changed.</source>
   <translation>कुछ नहीं बदला गया।</translation>
  </message>
  <message numerus="yes">
   <source>{count} notes are on the work list.</source>
   <translation>
    <numerusform>{count} नोट कार्य सूची में है।</numerusform>
    <numerusform>{count} नोट कार्य सूची में हैं।</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>All is done: {count} codes are in {name}.</source>
   <translation>
    <numerusform>सब पूरा हुआ: {count} कोड {name} में है।</numerusform>
    <numerusform>सब पूरा हुआ: {count} कोड {name} में हैं।</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} documents could not be coded.</source>
   <translation>
    <numerusform>{count} दस्तावेज़ कोड नहीं हो सका।</numerusform>
    <numerusform>{count} दस्तावेज़ कोड नहीं हो सके।</numerusform>
   </translation>
  </message>
  <message>
   <source>The batch was stopped.</source>
   <translation>बैच रोक दिया गया।</translation>
  </message>
  <message>
   <source>What is finished is kept; you can go on later.</source>
   <translation>जो पूरा हुआ वह सुरक्षित है; आप बाद में आगे बढ़ सकते हैं।</translation>
  </message>
  <message numerus="yes">
   <source>Accept the codes at {share} and above in {count} documents without errors? They join the work list.</source>
   <translation>
    <numerusform>बिना त्रुटि वाले {count} दस्तावेज़ में {share} और उससे अधिक के कोड स्वीकार करें? वह कार्य सूची में जुड़ेगा।</numerusform>
    <numerusform>बिना त्रुटि वाले {count} दस्तावेज़ों में {share} और उससे अधिक के कोड स्वीकार करें? वे कार्य सूची में जुड़ेंगे।</numerusform>
   </translation>
  </message>
  <message>
   <source>There are no documents in it.</source>
   <translation>इसमें कोई दस्तावेज़ नहीं है।</translation>
  </message>
  <message numerus="yes">
   <source>{count} documents, {size}</source>
   <translation>
    <numerusform>{count} दस्तावेज़, {size}</numerusform>
    <numerusform>{count} दस्तावेज़, {size}</numerusform>
   </translation>
  </message>
  <message>
   <source>{hours} h {minutes} min</source>
   <translation>{hours} घंटे {minutes} मिनट</translation>
  </message>
  <message>
   <source>{minutes} min</source>
   <translation>{minutes} मिनट</translation>
  </message>
  <message>
   <source>{seconds} s</source>
   <translation>{seconds} सेकंड</translation>
  </message>
  <message>
   <source>Batch</source>
   <translation>बैच</translation>
  </message>
  <message>
   <source>Progress of the batch</source>
   <translation>बैच की प्रगति</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>पूर्वावलोकन</translation>
  </message>
  <message>
   <source>List what would be read; nothing is coded</source>
   <translation>जो पढ़ा जाएगा उसकी सूची; कुछ भी कोड नहीं होता</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>शुरू करें</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>विराम</translation>
  </message>
  <message>
   <source>Documents that are being coded are finished</source>
   <translation>जो दस्तावेज़ कोड हो रहे हैं वे पूरे किए जाते हैं</translation>
  </message>
  <message>
   <source>Stop; what is finished is kept</source>
   <translation>रोकें; जो पूरा हुआ वह सुरक्षित रहता है</translation>
  </message>
  <message>
   <source>Retry failures</source>
   <translation>विफल फिर आज़माएँ</translation>
  </message>
  <message>
   <source>Filter by name or reason</source>
   <translation>नाम या कारण से छाँटें</translation>
  </message>
  <message>
   <source>Show documents</source>
   <translation>दस्तावेज़ दिखाएँ</translation>
  </message>
  <message>
   <source>All documents</source>
   <translation>सभी दस्तावेज़</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>खोलें</translation>
  </message>
  <message>
   <source>To the work list, with the codes it has</source>
   <translation>कार्य सूची में, इसके कोडों के साथ</translation>
  </message>
  <message>
   <source>{number}%</source>
   <translation>{number}%</translation>
  </message>
  <message>
   <source>Least confidence to accept</source>
   <translation>स्वीकार के लिए न्यूनतम भरोसा</translation>
  </message>
  <message>
   <source>Accept by rule…</source>
   <translation>नियम से स्वीकार करें…</translation>
  </message>
  <message>
   <source>In the documents shown where no check found an error</source>
   <translation>दिखाए गए दस्तावेज़ों में, जहाँ किसी जाँच को त्रुटि नहीं मिली</translation>
  </message>
  <message>
   <source>Export selected…</source>
   <translation>चुने हुए निर्यात करें…</translation>
  </message>
  <message>
   <source>Export all…</source>
   <translation>सभी निर्यात करें…</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>बंद करें</translation>
  </message>
  <message>
   <source>{folder} is not a folder.</source>
   <translation>{folder} कोई फ़ोल्डर नहीं है।</translation>
  </message>
  <message>
   <source>Getting ready…</source>
   <translation>तैयारी हो रही है…</translation>
  </message>
  <message>
   <source>{done:,} of {all:,} documents</source>
   <translation>{all:,} में से {done:,} दस्तावेज़</translation>
  </message>
  <message>
   <source>None of the documents shown has such a code and no error.</source>
   <translation>दिखाए गए किसी दस्तावेज़ में बिना त्रुटि के ऐसा कोड नहीं है।</translation>
  </message>
  <message>
   <source>Leave</source>
   <translation>रहने दें</translation>
  </message>
  <message>
   <source>{number:,} of {all:,} shown</source>
   <translation>{all:,} में से {number:,} दिखाए गए</translation>
  </message>
  <message>
   <source>{number:,} waiting</source>
   <translation>{number:,} प्रतीक्षा में</translation>
  </message>
  <message>
   <source>{number:,} coded</source>
   <translation>{number:,} कोड हुए</translation>
  </message>
  <message>
   <source>{number:,} could not be coded</source>
   <translation>{number:,} कोड नहीं हो सके</translation>
  </message>
  <message>
   <source>Resume</source>
   <translation>फिर चलाएँ</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>आगे बढ़ें</translation>
  </message>
  <message>
   <source>Looking at the documents…</source>
   <translation>दस्तावेज़ देखे जा रहे हैं…</translation>
  </message>
  <message>
   <source>Stopping…</source>
   <translation>रोका जा रहा है…</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>विराम में</translation>
  </message>
  <message>
   <source>about {time} left</source>
   <translation>लगभग {time} शेष</translation>
  </message>
  <message>
   <source>Choose the folder with the documents.</source>
   <translation>दस्तावेज़ों वाला फ़ोल्डर चुनें।</translation>
  </message>
  <message>
   <source>Choose another one.</source>
   <translation>कोई दूसरा चुनें।</translation>
  </message>
  <message>
   <source>{number} a minute</source>
   <translation>{number} प्रति मिनट</translation>
  </message>
  <message>
   <source>Choose a lower confidence.</source>
   <translation>कम भरोसा चुनें।</translation>
  </message>
  <message>
   <source>None of the selected documents is coded.</source>
   <translation>चुने हुए दस्तावेज़ों में से कोई कोड नहीं हुआ है।</translation>
  </message>
  <message>
   <source>The folder with the documents</source>
   <translation>दस्तावेज़ों वाला फ़ोल्डर</translation>
  </message>
  <message>
   <source>The file that the codes are written to</source>
   <translation>फ़ाइल, जिसमें कोड लिखे जाते हैं</translation>
  </message>
  <message>
   <source>With the folders inside</source>
   <translation>भीतर के फ़ोल्डर भी</translation>
  </message>
  <message>
   <source>Choose the folder</source>
   <translation>फ़ोल्डर चुनें</translation>
  </message>
  <message>
   <source>Choose the file of the results</source>
   <translation>परिणाम की फ़ाइल चुनें</translation>
  </message>
  <message>
   <source>Coded as the settings say: {options}</source>
   <translation>सेटिंग्स के अनुसार कोड होता है: {options}</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>चुनें…</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>फ़ोल्डर</translation>
  </message>
  <message>
   <source>Results</source>
   <translation>परिणाम</translation>
  </message>
  <message>
   <source>from {share} on</source>
   <translation>{share} से</translation>
  </message>
  <message>
   <source>with the language model</source>
   <translation>भाषा मॉडल के साथ</translation>
  </message>
  <message>
   <source>with the Medicare Code Editor</source>
   <translation>Medicare Code Editor के साथ</translation>
  </message>
  <message>
   <source>waiting</source>
   <translation>प्रतीक्षा में</translation>
  </message>
  <message>
   <source>coding…</source>
   <translation>कोडिंग जारी…</translation>
  </message>
  <message>
   <source>to review</source>
   <translation>समीक्षा बाकी</translation>
  </message>
  <message>
   <source>in review</source>
   <translation>समीक्षा में</translation>
  </message>
  <message>
   <source>all decided</source>
   <translation>सब पर निर्णय हुआ</translation>
  </message>
  <message>
   <source>could not be coded</source>
   <translation>कोड नहीं हो सका</translation>
  </message>
  <message>
   <source>Documents of the batch</source>
   <translation>बैच के दस्तावेज़</translation>
  </message>
  <message numerus="yes">
   <source>{count} errors</source>
   <translation>
    <numerusform>{count} त्रुटि</numerusform>
    <numerusform>{count} त्रुटियाँ</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} warnings</source>
   <translation>
    <numerusform>{count} चेतावनी</numerusform>
    <numerusform>{count} चेतावनियाँ</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} hints</source>
   <translation>
    <numerusform>{count} संकेत</numerusform>
    <numerusform>{count} संकेत</numerusform>
   </translation>
  </message>
  <message>
   <source>Document</source>
   <translation>दस्तावेज़</translation>
  </message>
  <message>
   <source>State</source>
   <translation>स्थिति</translation>
  </message>
  <message>
   <source>Codes</source>
   <translation>कोड</translation>
  </message>
  <message>
   <source>Checks</source>
   <translation>जाँच</translation>
  </message>
  <message>
   <source>Lowest confidence</source>
   <translation>सबसे कम भरोसा</translation>
  </message>
  <message>
   <source>Reason</source>
   <translation>कारण</translation>
  </message>
  <message>
   <source>Writing {name}…</source>
   <translation>{name} लिखी जा रही है…</translation>
  </message>
  <message>
   <source>Search the code systems</source>
   <translation>कोड प्रणालियों में खोजें</translation>
  </message>
  <message>
   <source>Code or words, such as E11.2 or knee pain left</source>
   <translation>कोड या (अंग्रेज़ी) शब्द, जैसे E11.2 या knee pain left</translation>
  </message>
  <message>
   <source>Code system</source>
   <translation>कोड प्रणाली</translation>
  </message>
  <message>
   <source>Codes found</source>
   <translation>मिले हुए कोड</translation>
  </message>
  <message>
   <source>Kept and recent codes</source>
   <translation>सहेजे हुए और हाल के कोड</translation>
  </message>
  <message>
   <source>About the code</source>
   <translation>कोड के बारे में</translation>
  </message>
  <message>
   <source>Copy code</source>
   <translation>कोड कॉपी करें</translation>
  </message>
  <message>
   <source>Codes of {release}</source>
   <translation>{release} के कोड</translation>
  </message>
  <message>
   <source>Search, or choose a code on the left.</source>
   <translation>खोजें, या बाईं ओर से कोई कोड चुनें।</translation>
  </message>
  <message>
   <source>All code systems</source>
   <translation>सभी कोड प्रणालियाँ</translation>
  </message>
  <message>
   <source>Tabular list</source>
   <translation>सारणीबद्ध सूची</translation>
  </message>
  <message>
   <source>Kept and recent</source>
   <translation>सहेजे और हाल के</translation>
  </message>
  <message>
   <source>Add to the codes of the note</source>
   <translation>नोट के कोडों में जोड़ें</translation>
  </message>
  <message>
   <source>Index</source>
   <translation>अनुक्रमणिका</translation>
  </message>
  <message>
   <source>More of {system}…</source>
   <translation>{system} के और कोड…</translation>
  </message>
  <message>
   <source>No code has these words.</source>
   <translation>किसी कोड में ये शब्द नहीं हैं।</translation>
  </message>
  <message>
   <source>No longer keep</source>
   <translation>अब न सहेजें</translation>
  </message>
  <message>
   <source>Keep</source>
   <translation>सहेजें</translation>
  </message>
  <message>
   <source>Compared with {before}</source>
   <translation>{before} की तुलना में</translation>
  </message>
  <message numerus="yes">
   <source>{count:,} new</source>
   <translation>
    <numerusform>{count:,} नया</numerusform>
    <numerusform>{count:,} नए</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count:,} revised</source>
   <translation>
    <numerusform>{count:,} संशोधित</numerusform>
    <numerusform>{count:,} संशोधित</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count:,} deleted</source>
   <translation>
    <numerusform>{count:,} हटाया गया</numerusform>
    <numerusform>{count:,} हटाए गए</numerusform>
   </translation>
  </message>
  <message>
   <source>None</source>
   <translation>कोई नहीं</translation>
  </message>
  <message numerus="yes">
   <source>and {count:,} more</source>
   <translation>
    <numerusform>और {count:,} अन्य</numerusform>
    <numerusform>और {count:,} अन्य</numerusform>
   </translation>
  </message>
  <message>
   <source>replaces {code}</source>
   <translation>{code} की जगह</translation>
  </message>
  <message>
   <source>chosen by you</source>
   <translation>आपका चुना हुआ</translation>
  </message>
  <message>
   <source>to decide</source>
   <translation>निर्णय बाकी</translation>
  </message>
  <message>
   <source>accepted</source>
   <translation>स्वीकृत</translation>
  </message>
  <message>
   <source>rejected</source>
   <translation>अस्वीकृत</translation>
  </message>
  <message>
   <source>added by you</source>
   <translation>आपका जोड़ा हुआ</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>अस्वीकृत</translation>
  </message>
  <message>
   <source>was {code}</source>
   <translation>पहले {code}</translation>
  </message>
  <message>
   <source>not billable</source>
   <translation>बिल योग्य नहीं</translation>
  </message>
  <message>
   <source>check</source>
   <translation>जाँचें</translation>
  </message>
  <message>
   <source>First-listed</source>
   <translation>मुख्य निदान</translation>
  </message>
  <message>
   <source>Others</source>
   <translation>अन्य</translation>
  </message>
  <message>
   <source>Not billable: it needs more characters</source>
   <translation>बिल योग्य नहीं: इसमें और अक्षर चाहिए</translation>
  </message>
  <message>
   <source>Billable</source>
   <translation>बिल योग्य</translation>
  </message>
  <message>
   <source>Not billable: it needs a 7th character</source>
   <translation>बिल योग्य नहीं: 7वाँ अक्षर चाहिए</translation>
  </message>
  <message>
   <source>See</source>
   <translation>देखें</translation>
  </message>
  <message>
   <source>See also</source>
   <translation>यह भी देखें</translation>
  </message>
  <message>
   <source>Alphabetic Index</source>
   <translation>वर्णक्रम अनुक्रमणिका</translation>
  </message>
  <message>
   <source>Table of neoplasms</source>
   <translation>नियोप्लाज़्म तालिका</translation>
  </message>
  <message>
   <source>Table of drugs and chemicals</source>
   <translation>दवाओं और रसायनों की तालिका</translation>
  </message>
  <message>
   <source>Index of external causes</source>
   <translation>बाहरी कारणों की अनुक्रमणिका</translation>
  </message>
  <message>
   <source>needs a 7th character</source>
   <translation>7वाँ अक्षर चाहिए</translation>
  </message>
  <message>
   <source>no longer used</source>
   <translation>अब उपयोग में नहीं</translation>
  </message>
  <message>
   <source>7th character</source>
   <translation>7वाँ अक्षर</translation>
  </message>
  <message>
   <source>Below</source>
   <translation>इसके नीचे</translation>
  </message>
  <message numerus="yes">
   <source>and {count} more</source>
   <translation>
    <numerusform>और {count} अन्य</numerusform>
    <numerusform>और {count} अन्य</numerusform>
   </translation>
  </message>
  <message>
   <source>No longer used</source>
   <translation>अब उपयोग में नहीं</translation>
  </message>
  <message>
   <source>In ICD-10-CM</source>
   <translation>ICD-10-CM में</translation>
  </message>
  <message>
   <source>Search the code set</source>
   <translation>कोड सूची में खोजें</translation>
  </message>
  <message>
   <source>The note's words give the marked answer. </source>
   <translation>नोट के शब्दों से चिह्नित उत्तर मिलता है। </translation>
  </message>
  <message>
   <source>Type a code or some words.</source>
   <translation>कोई कोड या कुछ शब्द लिखें।</translation>
  </message>
  <message>
   <source>Enter or a digit takes an answer, Esc leaves</source>
   <translation>Enter या अंक से उत्तर चुनें, Esc से बाहर जाएँ</translation>
  </message>
  <message>
   <source>   (not billable)</source>
   <translation>   (बिल योग्य नहीं)</translation>
  </message>
  <message>
   <source>Enter takes the code, Esc leaves</source>
   <translation>Enter से कोड चुनें, Esc से बाहर जाएँ</translation>
  </message>
  <message numerus="yes">
   <source>{name} is installed: {count:,} codes.</source>
   <translation>
    <numerusform>{name} स्थापित हुआ: {count:,} कोड।</numerusform>
    <numerusform>{name} स्थापित हुआ: {count:,} कोड।</numerusform>
   </translation>
  </message>
  <message>
   <source>This one came with the program and stays.</source>
   <translation>यह प्रोग्राम के साथ आया है और बना रहता है।</translation>
  </message>
  <message>
   <source>{begin} to {end}</source>
   <translation>{begin} से {end}</translation>
  </message>
  <message>
   <source>Code sets</source>
   <translation>कोड सूचियाँ</translation>
  </message>
  <message>
   <source>Installed code sets</source>
   <translation>स्थापित कोड सूचियाँ</translation>
  </message>
  <message>
   <source>Suggest its codes for notes</source>
   <translation>नोट के लिए इसके कोड सुझाएँ</translation>
  </message>
  <message>
   <source>Stop the import; what is installed stays as it is</source>
   <translation>आयात रोकें; जो स्थापित है वह वैसा ही रहता है</translation>
  </message>
  <message>
   <source>Import files…</source>
   <translation>फ़ाइलें आयात करें…</translation>
  </message>
  <message>
   <source>The official zip of a release, its files, or the files of another system</source>
   <translation>किसी संस्करण का आधिकारिक zip, उसकी फ़ाइलें, या दूसरी प्रणाली की फ़ाइलें</translation>
  </message>
  <message>
   <source>From a package</source>
   <translation>पैकेज से</translation>
  </message>
  <message>
   <source>Remove…</source>
   <translation>हटाएँ…</translation>
  </message>
  <message>
   <source>Reading the files…</source>
   <translation>फ़ाइलें पढ़ी जा रही हैं…</translation>
  </message>
  <message>
   <source>YYYY-MM-DD</source>
   <translation>वर्ष-माह-दिन</translation>
  </message>
  <message>
   <source>index: {kinds}</source>
   <translation>अनुक्रमणिका: {kinds}</translation>
  </message>
  <message>
   <source>no index</source>
   <translation>कोई अनुक्रमणिका नहीं</translation>
  </message>
  <message>
   <source>Code set</source>
   <translation>कोड सूची</translation>
  </message>
  <message>
   <source>In force, or version</source>
   <translation>लागू अवधि या संस्करण</translation>
  </message>
  <message>
   <source>With</source>
   <translation>साथ में</translation>
  </message>
  <message>
   <source>Not used: {names}.</source>
   <translation>उपयोग नहीं हुआ: {names}।</translation>
  </message>
  <message>
   <source>What is this code system called?</source>
   <translation>इस कोड प्रणाली का नाम क्या है?</translation>
  </message>
  <message>
   <source>Name of the system</source>
   <translation>प्रणाली का नाम</translation>
  </message>
  <message>
   <source>Diagnoses are always suggested.</source>
   <translation>निदान हमेशा सुझाए जाते हैं।</translation>
  </message>
  <message>
   <source>suggestions</source>
   <translation>सुझाव</translation>
  </message>
  <message>
   <source>map to ICD-10-CM</source>
   <translation>ICD-10-CM से मिलान</translation>
  </message>
  <message>
   <source>The import was stopped; nothing has changed.</source>
   <translation>आयात रोक दिया गया; कुछ नहीं बदला।</translation>
  </message>
  <message>
   <source>From when on is the release used?</source>
   <translation>यह संस्करण कब से लागू है?</translation>
  </message>
  <message>
   <source>{name} is removed.</source>
   <translation>{name} हटा दिया गया।</translation>
  </message>
  <message>
   <source>damaged</source>
   <translation>क्षतिग्रस्त</translation>
  </message>
  <message>
   <source>This is no date like 2026-10-01.</source>
   <translation>यह 2026-10-01 जैसी तारीख नहीं है।</translation>
  </message>
  <message>
   <source>see {term}</source>
   <translation>देखें {term}</translation>
  </message>
  <message>
   <source>see also {term}</source>
   <translation>यह भी देखें {term}</translation>
  </message>
  <message>
   <source>Checks on the codes</source>
   <translation>कोडों की जाँच</translation>
  </message>
  <message>
   <source>Show or hide the hints; errors and warnings are always shown</source>
   <translation>संकेत दिखाएँ या छिपाएँ; त्रुटियाँ और चेतावनियाँ हमेशा दिखती हैं</translation>
  </message>
  <message numerus="yes">
   <source>{count} problems</source>
   <translation>
    <numerusform>{count} समस्या</numerusform>
    <numerusform>{count} समस्याएँ</numerusform>
   </translation>
  </message>
  <message>
   <source>Checks: </source>
   <translation>जाँच: </translation>
  </message>
  <message>
   <source>No codes. Add one</source>
   <translation>कोई कोड नहीं। एक जोड़ें</translation>
  </message>
  <message>
   <source>It can be made {codes}</source>
   <translation>इसे {codes} किया जा सकता है</translation>
  </message>
  <message>
   <source>Date of service</source>
   <translation>सेवा की तारीख</translation>
  </message>
  <message>
   <source>Choose in a calendar</source>
   <translation>कैलेंडर में चुनें</translation>
  </message>
  <message>
   <source>The code system {name} is not installed.</source>
   <translation>कोड प्रणाली {name} स्थापित नहीं है।</translation>
  </message>
  <message numerus="yes">
   <source>{count} suggestions accepted at {share} and above.</source>
   <translation>
    <numerusform>{share} या उससे ऊपर का {count} सुझाव स्वीकार किया गया।</numerusform>
    <numerusform>{share} या उससे ऊपर के {count} सुझाव स्वीकार किए गए।</numerusform>
   </translation>
  </message>
  <message>
   <source>Code sets… in the menu Codes imports it.</source>
   <translation>कोड मेनू में कोड सूचियाँ… से यह आयात होती है।</translation>
  </message>
  <message>
   <source>Add a code for “{words}”</source>
   <translation>“{words}” के लिए कोड जोड़ें</translation>
  </message>
  <message>
   <source>Add a code</source>
   <translation>कोड जोड़ें</translation>
  </message>
  <message numerus="yes">
   <source>{count} are left to decide.</source>
   <translation>
    <numerusform>{count} पर निर्णय बाकी है।</numerusform>
    <numerusform>{count} पर निर्णय बाकी हैं।</numerusform>
   </translation>
  </message>
  <message>
   <source>Replace {code} by</source>
   <translation>{code} की जगह रखें</translation>
  </message>
  <message>
   <source>{code} says all there is to say.</source>
   <translation>{code} में सब कुछ पहले से बताया गया है।</translation>
  </message>
  <message>
   <source>below 1%   </source>
   <translation>1% से कम   </translation>
  </message>
  <message>
   <source>Alternatives</source>
   <translation>विकल्प</translation>
  </message>
  <message>
   <source>Selected code</source>
   <translation>चुना हुआ कोड</translation>
  </message>
  <message>
   <source>Instead</source>
   <translation>इसकी जगह</translation>
  </message>
  <message>
   <source>Notes of the code set</source>
   <translation>कोड सूची की टिप्पणियाँ</translation>
  </message>
  <message>
   <source>Also called</source>
   <translation>अन्य नाम</translation>
  </message>
  <message>
   <source>Includes</source>
   <translation>इसमें शामिल</translation>
  </message>
  <message>
   <source>Excludes1: never together</source>
   <translation>Excludes1: कभी साथ नहीं</translation>
  </message>
  <message>
   <source>Excludes2: not included here</source>
   <translation>Excludes2: यहाँ शामिल नहीं</translation>
  </message>
  <message>
   <source>Code first</source>
   <translation>पहले यह कोड करें</translation>
  </message>
  <message>
   <source>Use additional code</source>
   <translation>अतिरिक्त कोड का उपयोग करें</translation>
  </message>
  <message>
   <source>Code also</source>
   <translation>यह भी कोड करें</translation>
  </message>
  <message>
   <source>Note</source>
   <translation>नोट</translation>
  </message>
  <message>
   <source>Replace the code by {code}</source>
   <translation>कोड को {code} से बदलें</translation>
  </message>
  <message>
   <source>Select a code to see why it was suggested.</source>
   <translation>कोई कोड चुनें और देखें कि वह क्यों सुझाया गया।</translation>
  </message>
  <message>
   <source>Remove {name} from this computer?</source>
   <translation>{name} को इस कंप्यूटर से हटाएँ?</translation>
  </message>
  <message>
   <source>Notes that were coded with it keep their codes.</source>
   <translation>इससे कोड किए गए नोटों के कोड बने रहते हैं।</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>हटाएँ</translation>
  </message>
  <message>
   <source>Documents</source>
   <translation>दस्तावेज़</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>सभी फ़ाइलें</translation>
  </message>
  <message>
   <source>Open notes</source>
   <translation>खुले नोट</translation>
  </message>
  <message>
   <source>Import code sets</source>
   <translation>कोड सूचियाँ आयात करें</translation>
  </message>
  <message>
   <source>Folder with the documents</source>
   <translation>दस्तावेज़ों वाला फ़ोल्डर</translation>
  </message>
  <message>
   <source>Results of the batch</source>
   <translation>बैच के परिणाम</translation>
  </message>
  <message>
   <source>Export codes</source>
   <translation>कोड निर्यात करें</translation>
  </message>
  <message>
   <source>Discard</source>
   <translation>छोड़ दें</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>निर्यात करें…</translation>
  </message>
  <message>
   <source>Note {number}</source>
   <translation>नोट {number}</translation>
  </message>
  <message numerus="yes">
   <source>Stopped after {count} documents.</source>
   <translation>
    <numerusform>{count} दस्तावेज़ के बाद रोका गया।</numerusform>
    <numerusform>{count} दस्तावेज़ों के बाद रोका गया।</numerusform>
   </translation>
  </message>
  <message>
   <source>The export was stopped; nothing was written.</source>
   <translation>निर्यात रोक दिया गया; कुछ भी नहीं लिखा गया।</translation>
  </message>
  <message>
   <source>Age of the patient in years, for the checks on age</source>
   <translation>रोगी की आयु वर्षों में, आयु की जाँच के लिए</translation>
  </message>
  <message>
   <source>Sex of the patient, for the checks on sex</source>
   <translation>रोगी का लिंग, लिंग की जाँचों के लिए</translation>
  </message>
  <message>
   <source>Date of service: chooses the release of the code set; of inpatients that of discharge</source>
   <translation>सेवा की तारीख: कोड समूह का संस्करण चुनती है; भर्ती रोगियों में छुट्टी की तारीख</translation>
  </message>
  <message>
   <source>Where the patient was seen: decides about suspected conditions and what may come first</source>
   <translation>रोगी को कहाँ देखा गया: संदिग्ध रोगों और पहले कोड के बारे में तय करता है</translation>
  </message>
  <message>
   <source>Payment year of the risk groups; empty takes the year after the date of service</source>
   <translation>जोखिम समूहों का भुगतान वर्ष; खाली हो तो सेवा की तारीख के बाद का वर्ष</translation>
  </message>
  <message>
   <source>Age in years</source>
   <translation>आयु वर्षों में</translation>
  </message>
  <message>
   <source>Age</source>
   <translation>आयु</translation>
  </message>
  <message>
   <source>Sex</source>
   <translation>लिंग</translation>
  </message>
  <message>
   <source>outpatient</source>
   <translation>बाह्य रोगी</translation>
  </message>
  <message>
   <source>inpatient</source>
   <translation>भर्ती रोगी</translation>
  </message>
  <message>
   <source>Setting</source>
   <translation>स्थान</translation>
  </message>
  <message>
   <source>Payment year</source>
   <translation>भुगतान वर्ष</translation>
  </message>
  <message>
   <source>Year</source>
   <translation>वर्ष</translation>
  </message>
  <message>
   <source>not known</source>
   <translation>अज्ञात</translation>
  </message>
  <message>
   <source>female</source>
   <translation>महिला</translation>
  </message>
  <message>
   <source>male</source>
   <translation>पुरुष</translation>
  </message>
  <message>
   <source>In the note: {facts}</source>
   <translation>नोट में: {facts}</translation>
  </message>
  <message>
   <source>Set by you: {facts}</source>
   <translation>आपने दिया: {facts}</translation>
  </message>
  <message>
   <source>This is no age in years.</source>
   <translation>यह वर्षों में आयु नहीं है।</translation>
  </message>
  <message>
   <source>This is no year like 2027.</source>
   <translation>यह 2027 जैसा वर्ष नहीं है।</translation>
  </message>
  <message>
   <source>This is no date like 2026-11-02.</source>
   <translation>यह 2026-11-02 जैसी तारीख नहीं है।</translation>
  </message>
  <message>
   <source>Set by you</source>
   <translation>आपने दिया</translation>
  </message>
  <message>
   <source>Found in the note</source>
   <translation>नोट में मिला</translation>
  </message>
  <message>
   <source>No page has these words.</source>
   <translation>किसी पृष्ठ में ये शब्द नहीं हैं।</translation>
  </message>
  <message>
   <source>Search the help</source>
   <translation>सहायता में खोजें</translation>
  </message>
  <message>
   <source>Pages</source>
   <translation>पृष्ठ सूची</translation>
  </message>
  <message>
   <source>Page</source>
   <translation>पृष्ठ</translation>
  </message>
  <message>
   <source>Enter goes to the next place, Esc closes</source>
   <translation>Enter से अगली जगह जाएँ, Esc से बंद करें</translation>
  </message>
  <message>
   <source>What the model's card says, measured on notes held out from its training:</source>
   <translation>मॉडल के विवरण में दिया गया, उन नोटों पर मापा हुआ जो प्रशिक्षण से अलग रखे गए:</translation>
  </message>
  <message>
   <source>Below the codes stand the checks that their set fails: errors first, then warnings, then hints. They change nothing by themselves. Where one step mends it, one key does that step.</source>
   <translation>कोडों के नीचे वे जाँचें हैं जिनमें कोडों का समूह खरा नहीं उतरा: पहले त्रुटियाँ, फिर चेतावनियाँ, फिर संकेत। वे अपने आप कुछ नहीं बदलतीं। जहाँ एक कदम से सुधार हो सकता है, वहाँ एक कुंजी वह कदम कर देती है।</translation>
  </message>
  <message>
   <source>What the checks mean</source>
   <translation>जाँचों का क्या अर्थ है</translation>
  </message>
  <message>
   <source>(no key)</source>
   <translation>(कोई कुंजी नहीं)</translation>
  </message>
  <message>
   <source>How to work</source>
   <translation>काम कैसे करें</translation>
  </message>
  <message>
   <source>Confidence</source>
   <translation>भरोसा</translation>
  </message>
  <message>
   <source>Limits</source>
   <translation>सीमाएँ</translation>
  </message>
  <message>
   <source>What could connect</source>
   <translation>क्या जुड़ सकता है</translation>
  </message>
  <message>
   <source>The model</source>
   <translation>मॉडल</translation>
  </message>
  <message>
   <source>This code</source>
   <translation>यह कोड</translation>
  </message>
  <message>
   <source>the other code</source>
   <translation>दूसरे कोड</translation>
  </message>
  <message>
   <source>Move another code to the first place.</source>
   <translation>किसी दूसरे कोड को पहले स्थान पर रखें।</translation>
  </message>
  <message>
   <source>Move it to the first place, or see whether it is the reason for the encounter at all.</source>
   <translation>इसे पहले स्थान पर रखें, या देखें कि क्या यह सचमुच इस मुलाक़ात का कारण है।</translation>
  </message>
  <message>
   <source>Keep the one that the record supports.</source>
   <translation>वही रखें जिसका रिकॉर्ड समर्थन करता है।</translation>
  </message>
  <message>
   <source>Add the code that is missing if the record supports it.</source>
   <translation>यदि रिकॉर्ड समर्थन करे तो छूटा हुआ कोड जोड़ें।</translation>
  </message>
  <message>
   <source>Change their order.</source>
   <translation>उनका क्रम बदलें।</translation>
  </message>
  <message>
   <source>Keep one of them.</source>
   <translation>उनमें से एक रखें।</translation>
  </message>
  <message>
   <source>Check the age and the code.</source>
   <translation>आयु और कोड जाँचें।</translation>
  </message>
  <message>
   <source>Check the sex and the code.</source>
   <translation>लिंग और कोड जाँचें।</translation>
  </message>
  <message>
   <source>The settings change them, under Shortcuts.</source>
   <translation>इन्हें सेटिंग्स में शॉर्टकट के अंतर्गत बदला जा सकता है।</translation>
  </message>
  <message>
   <source>Single rules of the guidelines</source>
   <translation>दिशानिर्देशों के अलग-अलग नियम</translation>
  </message>
  <message>
   <source>{code} is accepted: {assertion}.</source>
   <translation>{code} स्वीकार किया गया: {assertion}।</translation>
  </message>
  <message>
   <source>{code} is not reported: {assertion}.</source>
   <translation>{code} नहीं भेजा जाएगा: {assertion}।</translation>
  </message>
  <message>
   <source>{code} stands in for {former}: {assertion}.</source>
   <translation>{former} के स्थान पर {code}: {assertion}।</translation>
  </message>
  <message>
   <source>Code for “{words}”</source>
   <translation>“{words}” के लिए कोड</translation>
  </message>
  <message>
   <source>Undo takes it back.</source>
   <translation>पूर्ववत करें इसे वापस लेता है।</translation>
  </message>
  <message>
   <source>Select words in the note first.</source>
   <translation>पहले नोट में शब्द चुनें।</translation>
  </message>
  <message>
   <source>Shift with the arrow keys does it.</source>
   <translation>Shift और तीर कुंजियों से चुनें।</translation>
  </message>
  <message>
   <source>Message</source>
   <translation>संदेश</translation>
  </message>
  <message>
   <source>Dismiss the message</source>
   <translation>संदेश हटाएँ</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>हटाएँ</translation>
  </message>
  <message>
   <source>Find in the note</source>
   <translation>नोट में खोजें</translation>
  </message>
  <message>
   <source>Legend</source>
   <translation>संकेत-सूची</translation>
  </message>
  <message>
   <source>Progress of the coding</source>
   <translation>कोडिंग की प्रगति</translation>
  </message>
  <message>
   <source>  ·  about {seconds} s left</source>
   <translation>  ·  लगभग {seconds} सेकंड बाकी</translation>
  </message>
  <message>
   <source>Try a sample note</source>
   <translation>नमूना नोट आज़माएँ</translation>
  </message>
  <message>
   <source>Paste a note, drop a file, or open one</source>
   <translation>नोट चिपकाएँ, फ़ाइल यहाँ छोड़ें या खोलें</translation>
  </message>
  <message>
   <source>Coding starts at once. Everything stays on this computer.</source>
   <translation>कोडिंग तुरंत शुरू होती है। सब कुछ इसी कंप्यूटर पर रहता है।</translation>
  </message>
  <message>
   <source>Discard changes</source>
   <translation>बदलाव छोड़ें</translation>
  </message>
  <message>
   <source>Previous</source>
   <translation>पिछला</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>अगला</translation>
  </message>
  <message>
   <source>not found</source>
   <translation>नहीं मिला</translation>
  </message>
  <message>
   <source>Code again</source>
   <translation>फिर से कोड करें</translation>
  </message>
  <message>
   <source>Stop coding this note</source>
   <translation>इस नोट की कोडिंग रोकें</translation>
  </message>
  <message>
   <source>Code the note as it stands</source>
   <translation>नोट जैसा है वैसा ही कोड करें</translation>
  </message>
  <message numerus="yes">
   <source>{count} files were not opened:</source>
   <translation>
    <numerusform>{count} फ़ाइल नहीं खुली:</numerusform>
    <numerusform>{count} फ़ाइलें नहीं खुलीं:</numerusform>
   </translation>
  </message>
  <message>
   <source>The numbers of the plots</source>
   <translation>आलेखों की संख्याएँ</translation>
  </message>
  <message>
   <source>As a table</source>
   <translation>तालिका के रूप में</translation>
  </message>
  <message>
   <source>Save as a picture…</source>
   <translation>चित्र के रूप में सहेजें…</translation>
  </message>
  <message>
   <source>Reading your decisions…</source>
   <translation>आपके निर्णय पढ़े जा रहे हैं…</translation>
  </message>
  <message>
   <source>Save as a picture</source>
   <translation>चित्र के रूप में सहेजें</translation>
  </message>
  <message>
   <source>Plots</source>
   <translation>आलेख</translation>
  </message>
  <message>
   <source>What</source>
   <translation>क्या</translation>
  </message>
  <message>
   <source>Number</source>
   <translation>संख्या</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>चित्र</translation>
  </message>
  <message>
   <source>Drawing that can be scaled</source>
   <translation>रेखाचित्र जिसे बड़ा किया जा सके</translation>
  </message>
  <message>
   <source>overview</source>
   <translation>सार</translation>
  </message>
  <message>
   <source>The plots are in {name}.</source>
   <translation>आलेख {name} में हैं।</translation>
  </message>
  <message numerus="yes">
   <source>You decided about codes of {count} notes</source>
   <translation>
    <numerusform>आपने {count} नोट के कोडों पर निर्णय लिया</numerusform>
    <numerusform>आपने {count} नोटों के कोडों पर निर्णय लिया</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes that you accepted, replaced or added.</source>
   <translation>
    <numerusform>{count} कोड जो आपने स्वीकार किया, बदला या जोड़ा।</numerusform>
    <numerusform>{count} कोड जो आपने स्वीकार किए, बदले या जोड़े।</numerusform>
   </translation>
  </message>
  <message>
   <source>The codes that you accept, replace or add appear here by chapter.</source>
   <translation>जो कोड आप स्वीकार करेंगे, बदलेंगे या जोड़ेंगे, वे यहाँ अध्याय के अनुसार दिखेंगे।</translation>
  </message>
  <message>
   <source>Accepted by confidence</source>
   <translation>भरोसे के अनुसार स्वीकृत</translation>
  </message>
  <message>
   <source>You accepted {accepted} of {all} suggestions as they were. Points on the dashed line were accepted as often as their confidence says; larger points stand for more suggestions.</source>
   <translation>आपने {all} में से {accepted} सुझाव ज्यों के त्यों स्वीकार किए। टूटी रेखा पर के बिंदु उतनी ही बार स्वीकार हुए जितना उनका भरोसा कहता है; बड़े बिंदु ज़्यादा सुझाव दिखाते हैं।</translation>
  </message>
  <message numerus="yes">
   <source>Half of your {count} notes took {minutes} min or less.</source>
   <translation>
    <numerusform>आपके {count} नोट में {minutes} मिनट लगे।</numerusform>
    <numerusform>आपके {count} नोटों में से आधे में {minutes} मिनट या कम लगे।</numerusform>
   </translation>
  </message>
  <message>
   <source>From the coding to your last decision; a pause counts as {limit} min at most.</source>
   <translation>कोडिंग से आपके अंतिम निर्णय तक; कोई विराम अधिक से अधिक {limit} मिनट गिना जाता है।</translation>
  </message>
  <message numerus="yes">
   <source>{count} times, as coded or after your decisions; {open} are still there.</source>
   <translation>
    <numerusform>{count} बार, कोडिंग के समय या आपके निर्णयों के बाद; {open} अब भी हैं।</numerusform>
    <numerusform>{count} बार, कोडिंग के समय या आपके निर्णयों के बाद; {open} अब भी हैं।</numerusform>
   </translation>
  </message>
  <message>
   <source>Decide about the codes of a note, and this page shows what you did. Only your own decisions count, in the notes that are here.</source>
   <translation>किसी नोट के कोडों पर निर्णय लीजिए, और यह पृष्ठ दिखाएगा कि आपने क्या किया। यहाँ के नोटों में केवल आपके अपने निर्णय गिने जाते हैं।</translation>
  </message>
  <message>
   <source>Codes by chapter</source>
   <translation>अध्याय के अनुसार कोड</translation>
  </message>
  <message>
   <source>Confidence {low} to {high}</source>
   <translation>भरोसा {low} से {high}</translation>
  </message>
  <message>
   <source>{accepted} of {all} accepted</source>
   <translation>{all} में से {accepted} स्वीकृत</translation>
  </message>
  <message>
   <source>confidence, %</source>
   <translation>भरोसा, %</translation>
  </message>
  <message>
   <source>accepted, %</source>
   <translation>स्वीकृत, %</translation>
  </message>
  <message>
   <source>Time per note</source>
   <translation>हर नोट का समय</translation>
  </message>
  <message numerus="yes">
   <source>under {count} minutes</source>
   <translation>
    <numerusform>{count} मिनट से कम</numerusform>
    <numerusform>{count} मिनट से कम</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} minutes and more</source>
   <translation>
    <numerusform>{count} मिनट और ज़्यादा</numerusform>
    <numerusform>{count} मिनट और ज़्यादा</numerusform>
   </translation>
  </message>
  <message>
   <source>What the checks found</source>
   <translation>जाँचों में क्या मिला</translation>
  </message>
  <message>
   <source>{settled} settled, {open} still there</source>
   <translation>{settled} सुलझे, {open} बाकी</translation>
  </message>
  <message>
   <source>settled</source>
   <translation>सुलझे</translation>
  </message>
  <message>
   <source>still there</source>
   <translation>बाकी</translation>
  </message>
  <message numerus="yes">
   <source>{count} accepted</source>
   <translation>
    <numerusform>{count} स्वीकृत</numerusform>
    <numerusform>{count} स्वीकृत</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} rejected</source>
   <translation>
    <numerusform>{count} अस्वीकृत</numerusform>
    <numerusform>{count} अस्वीकृत</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} replaced</source>
   <translation>
    <numerusform>{count} बदला गया</numerusform>
    <numerusform>{count} बदले गए</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} added</source>
   <translation>
    <numerusform>{count} जोड़ा गया</numerusform>
    <numerusform>{count} जोड़े गए</numerusform>
   </translation>
  </message>
  <message>
   <source>Not in the newest release</source>
   <translation>नवीनतम संस्करण में नहीं</translation>
  </message>
  <message>
   <source>How many suggestions you accept appears here, by how confident they were.</source>
   <translation>आप कितने सुझाव स्वीकार करते हैं, यह उनके भरोसे के अनुसार यहाँ दिखेगा।</translation>
  </message>
  <message>
   <source>How long your notes take appears here.</source>
   <translation>आपके नोटों में कितना समय लगता है, यह यहाँ दिखेगा।</translation>
  </message>
  <message>
   <source>What the checks find on your notes appears here, settled and not.</source>
   <translation>जाँचों को आपके नोटों में जो मिलेगा, सुलझा हो या बाकी, यहाँ दिखेगा।</translation>
  </message>
  <message>
   <source>{low} to {high} minutes</source>
   <translation>{low} से {high} मिनट</translation>
  </message>
  <message>
   <source>The next attempt is possible in {seconds} s.</source>
   <translation>अगला प्रयास {seconds} सेकंड में संभव है।</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>कॉपी करें</translation>
  </message>
  <message>
   <source>I have kept it</source>
   <translation>मैंने इसे सँभाल लिया</translation>
  </message>
  <message>
   <source>Question</source>
   <translation>प्रश्न</translation>
  </message>
  <message>
   <source>You can try again now.</source>
   <translation>अब आप फिर से प्रयास कर सकते हैं।</translation>
  </message>
  <message>
   <source>No command has these letters in this order.</source>
   <translation>किसी कमांड में ये अक्षर इस क्रम में नहीं हैं।</translation>
  </message>
  <message>
   <source>Commands</source>
   <translation>कमांड</translation>
  </message>
  <message>
   <source>What do you want to do?</source>
   <translation>आप क्या करना चाहते हैं?</translation>
  </message>
  <message>
   <source>Commands found</source>
   <translation>मिले हुए कमांड</translation>
  </message>
  <message>
   <source>Enter does it, Esc leaves; what is grey has nothing to act on now</source>
   <translation>Enter से करें, Esc से बाहर जाएँ; धूसर कमांड अभी लागू नहीं होते</translation>
  </message>
  <message>
   <source>no keys</source>
   <translation>कोई कुंजी नहीं</translation>
  </message>
  <message>
   <source>Page {page} of {pages}</source>
   <translation>पृष्ठ {page}, कुल {pages}</translation>
  </message>
  <message>
   <source>The PDF cannot be made.</source>
   <translation>PDF नहीं बनाया जा सकता।</translation>
  </message>
  <message>
   <source>Export the report as a web page and print that.</source>
   <translation>रिपोर्ट को वेब पेज के रूप में निर्यात करके छापें।</translation>
  </message>
  <message>
   <source>Query to the provider</source>
   <translation>चिकित्सक से प्रश्न</translation>
  </message>
  <message>
   <source>Text of the query</source>
   <translation>प्रश्न का पाठ</translation>
  </message>
  <message>
   <source>Read it over: only you know whether the answers are reasonable for this patient.</source>
   <translation>इसे पढ़ लें: केवल आप जानते हैं कि उत्तर इस रोगी के लिए उचित हैं या नहीं।</translation>
  </message>
  <message>
   <source>&amp;Copy</source>
   <translation>कॉपी करें (&amp;C)</translation>
  </message>
  <message>
   <source>&amp;Save as text…</source>
   <translation>पाठ के रूप में सहेजें (&amp;S)…</translation>
  </message>
  <message>
   <source>The query is on the clipboard.</source>
   <translation>प्रश्न क्लिपबोर्ड पर है।</translation>
  </message>
  <message>
   <source>Save the query</source>
   <translation>प्रश्न सहेजें</translation>
  </message>
  <message>
   <source>The query is in {name}.</source>
   <translation>प्रश्न {name} में है।</translation>
  </message>
  <message>
   <source>Plain text</source>
   <translation>सादा पाठ</translation>
  </message>
  <message>
   <source>query</source>
   <translation>प्रश्न</translation>
  </message>
  <message>
   <source>Code sets… in the menu Codes imports a release.</source>
   <translation>कोड मेनू में कोड सूचियाँ… से संस्करण आयात होता है।</translation>
  </message>
  <message>
   <source>The codes are checked with {release} now.</source>
   <translation>कोड अब {release} से जाँचे जाते हैं।</translation>
  </message>
  <message>
   <source>Exports use the risk groups of that year now.</source>
   <translation>निर्यात अब उस वर्ष के जोखिम समूह लेते हैं।</translation>
  </message>
  <message>
   <source>F5 codes the note anew with it.</source>
   <translation>F5 से नोट इससे फिर कोड होता है।</translation>
  </message>
  <message>
   <source>Delete “{title}” for good, with its codes and decisions, here and in the backups?</source>
   <translation>“{title}” को उसके कोड और निर्णयों सहित, यहाँ और बैकअप से, हमेशा के लिए हटाएँ?</translation>
  </message>
  <message numerus="yes">
   <source>{count} notes older than {days} days were deleted.</source>
   <translation>
    <numerusform>{days} दिन से पुराना {count} नोट हटाया गया।</numerusform>
    <numerusform>{days} दिन से पुराने {count} नोट हटाए गए।</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} closed notes are in the list again.</source>
   <translation>
    <numerusform>बंद किया गया {count} नोट फिर से सूची में है।</numerusform>
    <numerusform>बंद किए गए {count} नोट फिर से सूची में हैं।</numerusform>
   </translation>
  </message>
  <message>
   <source>Delete for good</source>
   <translation>हमेशा के लिए हटाएँ</translation>
  </message>
  <message>
   <source>Keep it</source>
   <translation>रखें</translation>
  </message>
  <message>
   <source>The note is deleted.</source>
   <translation>नोट हटा दिया गया है।</translation>
  </message>
  <message>
   <source>The date is right: delete</source>
   <translation>तारीख सही है: हटाएँ</translation>
  </message>
  <message>
   <source>Not now</source>
   <translation>अभी नहीं</translation>
  </message>
  <message>
   <source>The workspace is locked.</source>
   <translation>कार्यस्थान लॉक है।</translation>
  </message>
  <message>
   <source>Answer what the page asks first.</source>
   <translation>पहले पृष्ठ पर पूछे गए का उत्तर दें।</translation>
  </message>
  <message>
   <source>locked</source>
   <translation>लॉक</translation>
  </message>
  <message>
   <source>in memory only</source>
   <translation>केवल मेमोरी में</translation>
  </message>
  <message>
   <source>read only: {reason}</source>
   <translation>केवल पढ़ने के लिए: {reason}</translation>
  </message>
  <message>
   <source>not saved: {reason}</source>
   <translation>सहेजा नहीं गया: {reason}</translation>
  </message>
  <message>
   <source>saved {time}</source>
   <translation>सहेजा गया {time}</translation>
  </message>
  <message>
   <source>saved</source>
   <translation>सहेजा गया</translation>
  </message>
  <message>
   <source>Table, a row a code</source>
   <translation>तालिका, हर कोड की एक पंक्ति</translation>
  </message>
  <message>
   <source>Table, a row a note</source>
   <translation>तालिका, हर नोट की एक पंक्ति</translation>
  </message>
  <message>
   <source>Excel workbook</source>
   <translation>Excel वर्कबुक</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>रिपोर्ट</translation>
  </message>
  <message>
   <source>Web page</source>
   <translation>वेब पेज</translation>
  </message>
  <message>
   <source>FHIR R4 bundle</source>
   <translation>FHIR R4 बंडल</translation>
  </message>
  <message>
   <source>HL7 v2 message</source>
   <translation>HL7 v2 संदेश</translation>
  </message>
  <message>
   <source>JSON</source>
   <translation>JSON</translation>
  </message>
  <message>
   <source>JSON, a line a note</source>
   <translation>JSON, हर नोट की एक पंक्ति</translation>
  </message>
  <message numerus="yes">
   <source>{count} of them nobody decided yet.</source>
   <translation>
    <numerusform>उनमें से {count} पर अभी निर्णय नहीं हुआ।</numerusform>
    <numerusform>उनमें से {count} पर अभी निर्णय नहीं हुए।</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes are in {name}.</source>
   <translation>
    <numerusform>{count} कोड {name} में है।</numerusform>
    <numerusform>{count} कोड {name} में हैं।</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes are on the clipboard.</source>
   <translation>
    <numerusform>{count} कोड क्लिपबोर्ड पर है।</numerusform>
    <numerusform>{count} कोड क्लिपबोर्ड पर हैं।</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Your decisions on {count} notes are not exported.</source>
   <translation>
    <numerusform>{count} नोट पर आपके निर्णय निर्यात नहीं हुए हैं।</numerusform>
    <numerusform>{count} नोटों पर आपके निर्णय निर्यात नहीं हुए हैं।</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} notes hold text that is not coded.</source>
   <translation>
    <numerusform>{count} नोट में ऐसा पाठ है जो कोड नहीं हुआ।</numerusform>
    <numerusform>{count} नोटों में ऐसा पाठ है जो कोड नहीं हुआ।</numerusform>
   </translation>
  </message>
  <message>
   <source>Clear the field</source>
   <translation>फ़ील्ड खाली करें</translation>
  </message>
  <message>
   <source>Default: {value}.</source>
   <translation>सामान्य मान: {value}।</translation>
  </message>
  <message>
   <source>chosen for you</source>
   <translation>प्रोग्राम चुनता है</translation>
  </message>
  <message>
   <source>empty</source>
   <translation>खाली</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>रीसेट करें</translation>
  </message>
  <message>
   <source>Reset {setting}</source>
   <translation>{setting} रीसेट करें</translation>
  </message>
  <message>
   <source>Back to {value}</source>
   <translation>वापस {value} पर</translation>
  </message>
  <message>
   <source>{setting} {reason}.</source>
   <translation>{setting} {reason}.</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>सेटिंग्स</translation>
  </message>
  <message>
   <source>Search the settings</source>
   <translation>सेटिंग्स में खोजें</translation>
  </message>
  <message>
   <source>Groups of settings</source>
   <translation>सेटिंग्स के समूह</translation>
  </message>
  <message>
   <source>No setting has these words.</source>
   <translation>किसी सेटिंग में ये शब्द नहीं हैं।</translation>
  </message>
  <message>
   <source>Kept in {file}</source>
   <translation>{file} में सहेजा गया</translation>
  </message>
  <message>
   <source>From {least} to {most}.</source>
   <translation>{least} से {most} तक।</translation>
  </message>
  <message>
   <source>A change applies to the next note.</source>
   <translation>बदलाव अगले नोट से लागू होता है।</translation>
  </message>
  <message>
   <source>on</source>
   <translation>चालू</translation>
  </message>
  <message>
   <source>off</source>
   <translation>बंद</translation>
  </message>
  <message>
   <source>On</source>
   <translation>चालू</translation>
  </message>
  <message>
   <source>A change applies at the next start of the program.</source>
   <translation>बदलाव प्रोग्राम के अगली बार खुलने पर लागू होता है।</translation>
  </message>
  <message>
   <source>Press keys</source>
   <translation>कुंजियाँ दबाएँ</translation>
  </message>
  <message>
   <source>Press the new keys</source>
   <translation>नई कुंजियाँ दबाएँ</translation>
  </message>
  <message>
   <source>Commands and their keys</source>
   <translation>कमांड और उनकी कुंजियाँ</translation>
  </message>
  <message>
   <source>Enter changes the keys of a command, Delete takes them away.</source>
   <translation>Enter से कमांड की कुंजियाँ बदलें, Delete से हटाएँ।</translation>
  </message>
  <message>
   <source>Change keys…</source>
   <translation>कुंजियाँ बदलें…</translation>
  </message>
  <message>
   <source>Take the key</source>
   <translation>यह कुंजी लें</translation>
  </message>
  <message>
   <source>Reset all</source>
   <translation>सब रीसेट करें</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>कमांड</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>कुंजियाँ</translation>
  </message>
  <message>
   <source>Press the new keys for “{command}”, or Esc.</source>
   <translation>“{command}” के लिए नई कुंजियाँ दबाएँ, या Esc।</translation>
  </message>
  <message>
   <source>{key} is needed to move about; try it with Ctrl or Alt.</source>
   <translation>{key} इधर-उधर जाने के लिए ज़रूरी है; Ctrl या Alt के साथ आज़माएँ।</translation>
  </message>
  <message>
   <source>{key} belongs to “{other}”, which would lose it.</source>
   <translation>{key} अभी “{other}” की कुंजी है; वह उससे हट जाएगी।</translation>
  </message>
  <message>
   <source>Shortcuts</source>
   <translation>शॉर्टकट</translation>
  </message>
  <message numerus="yes">
   <source>{count} threads</source>
   <translation>
    <numerusform>{count} थ्रेड</numerusform>
    <numerusform>{count} थ्रेड</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>context {count} tokens</source>
   <translation>
    <numerusform>संदर्भ {count} टोकन</numerusform>
    <numerusform>संदर्भ {count} टोकन</numerusform>
   </translation>
  </message>
  <message>
   <source>offline</source>
   <translation>ऑफ़लाइन</translation>
  </message>
  <message>
   <source>Notes never leave this computer; the program opens no connection to code them.</source>
   <translation>नोट इस कंप्यूटर से कभी बाहर नहीं जाते; उन्हें कोड करने के लिए प्रोग्राम कोई कनेक्शन नहीं खोलता।</translation>
  </message>
  <message>
   <source>{device}: {some} of {all} layers</source>
   <translation>{device}: {all} में से {some} परतें</translation>
  </message>
  <message>
   <source>no model</source>
   <translation>कोई मॉडल नहीं</translation>
  </message>
  <message>
   <source>{done} of {all} decided</source>
   <translation>{done}/{all} पर निर्णय</translation>
  </message>
  <message>
   <source>loading the model…</source>
   <translation>मॉडल लोड हो रहा है…</translation>
  </message>
  <message>
   <source>preparing imported codes: {share}</source>
   <translation>कोड तैयार हो रहे हैं: {share}</translation>
  </message>
  <message>
   <source>Sample: {name}</source>
   <translation>नमूना: {name}</translation>
  </message>
  <message>
   <source>Clinic visit</source>
   <translation>क्लिनिक में मुलाक़ात</translation>
  </message>
  <message>
   <source>Annual examination</source>
   <translation>वार्षिक जाँच</translation>
  </message>
  <message>
   <source>Diabetes follow-up</source>
   <translation>मधुमेह की अनुवर्ती जाँच</translation>
  </message>
  <message>
   <source>Sore throat</source>
   <translation>गले में दर्द</translation>
  </message>
  <message>
   <source>Wrist injury</source>
   <translation>कलाई की चोट</translation>
  </message>
  <message>
   <source>Notes never leave this computer: coding opens no connection. Help tells what could ever connect.</source>
   <translation>नोट इस कंप्यूटर से कभी बाहर नहीं जाते: कोडिंग कोई कनेक्शन नहीं खोलती। सहायता में बताया गया है कि कभी क्या जुड़ सकता है।</translation>
  </message>
  <message>
   <source>{all:.0f} GiB memory</source>
   <translation>{all:.0f} GiB मेमोरी</translation>
  </message>
  <message>
   <source>The model {model} runs on {device}.</source>
   <translation>मॉडल {model} यहाँ चल रहा है: {device}.</translation>
  </message>
  <message>
   <source>Looking at this computer…</source>
   <translation>इस कंप्यूटर को देखा जा रहा है…</translation>
  </message>
  <message>
   <source>Loading the model…</source>
   <translation>मॉडल लोड हो रहा है…</translation>
  </message>
  <message>
   <source>Welcome to MedCode Desktop</source>
   <translation>MedCode Desktop में आपका स्वागत है</translation>
  </message>
  <message>
   <source>It reads a note, suggests ICD-10-CM codes and shows the words that support each. You decide.</source>
   <translation>यह नोट पढ़ता है, ICD-10-CM कोड सुझाता है और हर कोड के समर्थन में शब्द दिखाता है। निर्णय आपका है।</translation>
  </message>
  <message>
   <source>See it at work on a sample note, none of a real patient:</source>
   <translation>इसे किसी नमूना नोट पर काम करते देखें; कोई भी असली मरीज़ का नहीं है:</translation>
  </message>
  <message>
   <source>Begin with my own note</source>
   <translation>अपने नोट से शुरू करें</translation>
  </message>
  <message>
   <source>Suggestions are to be reviewed by a qualified coder.</source>
   <translation>सुझावों की समीक्षा किसी योग्य कोडर को करनी चाहिए।</translation>
  </message>
  <message>
   <source>This computer: {processor}, {cores} cores, </source>
   <translation>यह कंप्यूटर: {processor}, {cores} कोर, </translation>
  </message>
  <message>
   <source>, of which little is free: close other programs if it is slow.</source>
   <translation>, जिसमें से कम खाली है: धीमा लगे तो दूसरे प्रोग्राम बंद करें।</translation>
  </message>
  <message numerus="yes">
   <source>the processor, {count} threads</source>
   <translation>
    <numerusform>प्रोसेसर, {count} थ्रेड</numerusform>
    <numerusform>प्रोसेसर, {count} थ्रेड</numerusform>
   </translation>
  </message>
  <message>
   <source>{graphics} is not used, and not needed for it.</source>
   <translation>{graphics} का उपयोग नहीं हो रहा, और इसकी ज़रूरत भी नहीं है।</translation>
  </message>
  <message>
   <source>MedCode Desktop</source>
   <translation>MedCode Desktop</translation>
  </message>
  <message>
   <source>Only files on this computer can be opened, not addresses.</source>
   <translation>केवल इस कंप्यूटर की फ़ाइलें खोली जा सकती हैं, वेब पते नहीं।</translation>
  </message>
  <message>
   <source>Copy the text of the note instead.</source>
   <translation>इसकी जगह नोट का पाठ कॉपी करें।</translation>
  </message>
  <message>
   <source>There is no text in it.</source>
   <translation>इसमें कोई पाठ नहीं है।</translation>
  </message>
  <message>
   <source>Copy a note first.</source>
   <translation>पहले कोई नोट कॉपी करें।</translation>
  </message>
  <message>
   <source>Coding…</source>
   <translation>कोडिंग हो रही है…</translation>
  </message>
  <message>
   <source>present</source>
   <translation>मौजूद</translation>
  </message>
  <message>
   <source>negated</source>
   <translation>नकारा गया</translation>
  </message>
  <message>
   <source>possible</source>
   <translation>संभावित</translation>
  </message>
  <message>
   <source>historical</source>
   <translation>पुराना</translation>
  </message>
  <message>
   <source>family</source>
   <translation>पारिवारिक</translation>
  </message>
  <message>
   <source>hypothetical</source>
   <translation>काल्पनिक</translation>
  </message>
  <message>
   <source>age</source>
   <translation>आयु</translation>
  </message>
  <message>
   <source>sex</source>
   <translation>लिंग</translation>
  </message>
  <message>
   <source>date</source>
   <translation>तारीख</translation>
  </message>
  <message>
   <source>setting</source>
   <translation>स्थान</translation>
  </message>
  <message>
   <source>payment year</source>
   <translation>भुगतान वर्ष</translation>
  </message>
  <message>
   <source>error</source>
   <translation>त्रुटि</translation>
  </message>
  <message>
   <source>warning</source>
   <translation>चेतावनी</translation>
  </message>
  <message>
   <source>hint</source>
   <translation>संकेत</translation>
  </message>
  <message>
   <source>Which side?</source>
   <translation>कौन-सी ओर?</translation>
  </message>
  <message>
   <source>Which encounter?</source>
   <translation>कौन-सी मुलाक़ात?</translation>
  </message>
  <message>
   <source>Which trimester?</source>
   <translation>कौन-सी तिमाही?</translation>
  </message>
  <message>
   <source>Which stage?</source>
   <translation>कौन-सा चरण?</translation>
  </message>
  <message>
   <source>How severe?</source>
   <translation>कितना गंभीर?</translation>
  </message>
  <message>
   <source>With what?</source>
   <translation>किसके साथ?</translation>
  </message>
  <message>
   <source>Which kind?</source>
   <translation>कौन-सा प्रकार?</translation>
  </message>
  <message>
   <source>An unexpected fault of the program ({kind}).</source>
   <translation>प्रोग्राम में अनपेक्षित गड़बड़ी हुई ({kind})।</translation>
  </message>
  <message>
   <source>The codes of the note appear here.</source>
   <translation>नोट के कोड यहाँ दिखते हैं।</translation>
  </message>
  <message>
   <source>Code the note again to see its codes. Decisions that still apply are kept.</source>
   <translation>कोड देखने के लिए नोट को फिर से कोड करें। जो निर्णय अब भी लागू हैं वे बने रहते हैं।</translation>
  </message>
  <message>
   <source>This note is not coded yet.</source>
   <translation>यह नोट अभी कोड नहीं हुआ है।</translation>
  </message>
  <message>
   <source>exported</source>
   <translation>निर्यात हुआ</translation>
  </message>
  <message>
   <source>Notes</source>
   <translation>नोट</translation>
  </message>
  <message>
   <source>being edited</source>
   <translation>संपादन जारी</translation>
  </message>
  <message>
   <source>not coded yet</source>
   <translation>अभी कोड नहीं</translation>
  </message>
  <message numerus="yes">
   <source>{title}: {count} codes suggested</source>
   <translation>
    <numerusform>{title}: {count} कोड सुझाया गया</numerusform>
    <numerusform>{title}: {count} कोड सुझाए गए</numerusform>
   </translation>
  </message>
  <message>
   <source>Coding {title}: {done} of {all} steps</source>
   <translation>{title} की कोडिंग: {all} में से {done} चरण</translation>
  </message>
  <message>
   <source>Accept all at {share} and above</source>
   <translation>{share} और उससे ऊपर के सब स्वीकार करें</translation>
  </message>
  <message numerus="yes">
   <source>, {count} errors</source>
   <translation>
    <numerusform>, {count} त्रुटि</numerusform>
    <numerusform>, {count} त्रुटियाँ</numerusform>
   </translation>
  </message>
  <message>
   <source>Scope</source>
   <translation>दायरा</translation>
  </message>
  <message>
   <source>Code what a coder would report, or every mention.</source>
   <translation>वही कोड करें जो कोडर रिपोर्ट करता, या हर उल्लेख।</translation>
  </message>
  <message>
   <source>Coding</source>
   <translation>कोडिंग</translation>
  </message>
  <message>
   <source>reportable</source>
   <translation>रिपोर्ट योग्य</translation>
  </message>
  <message>
   <source>mentions</source>
   <translation>उल्लेख</translation>
  </message>
  <message>
   <source>Threshold</source>
   <translation>न्यूनतम सीमा</translation>
  </message>
  <message>
   <source>Least confidence of a suggestion; unset takes the tuned one.</source>
   <translation>सुझाव का न्यूनतम भरोसा; खाली हो तो जाँचा-परखा मान लिया जाता है।</translation>
  </message>
  <message>
   <source>Systems</source>
   <translation>कोड प्रणालियाँ</translation>
  </message>
  <message>
   <source>Other installed code systems to suggest from, with commas, such as icd-10-pcs,hcpcs.</source>
   <translation>सुझाव के लिए अन्य स्थापित कोड प्रणालियाँ, अल्पविराम से अलग, जैसे icd-10-pcs,hcpcs।</translation>
  </message>
  <message>
   <source>Verify</source>
   <translation>सत्यापन</translation>
  </message>
  <message>
   <source>Let the language model choose among the candidates of each mention.</source>
   <translation>हर उल्लेख के कोडों में से भाषा मॉडल को चुनने दें।</translation>
  </message>
  <message>
   <source>Claim editor</source>
   <translation>दावा संपादक</translation>
  </message>
  <message>
   <source>Check the codes with the Medicare Code Editor too (for claims of hospitals).</source>
   <translation>कोडों को Medicare Code Editor से भी जाँचें (अस्पतालों के दावों के लिए)।</translation>
  </message>
  <message>
   <source>Reviewer</source>
   <translation>समीक्षक</translation>
  </message>
  <message>
   <source>Name of the coder that is written into exports.</source>
   <translation>कोडर का नाम जो निर्यात में लिखा जाता है।</translation>
  </message>
  <message>
   <source>Review</source>
   <translation>समीक्षा</translation>
  </message>
  <message>
   <source>Accept above</source>
   <translation>इससे ऊपर स्वीकार करें</translation>
  </message>
  <message>
   <source>Least confidence of the suggestions that are accepted together.</source>
   <translation>एक साथ स्वीकार होने वाले सुझावों का न्यूनतम भरोसा।</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>मॉडल</translation>
  </message>
  <message>
   <source>Encoder: the name of a model in the catalog, or a GGUF file.</source>
   <translation>एन्कोडर: सूची के किसी मॉडल का नाम, या GGUF फ़ाइल।</translation>
  </message>
  <message>
   <source>Language model</source>
   <translation>भाषा मॉडल</translation>
  </message>
  <message>
   <source>Language model for verifying: a name in the catalog, or a GGUF file.</source>
   <translation>सत्यापन के लिए भाषा मॉडल: सूची का कोई नाम, या GGUF फ़ाइल।</translation>
  </message>
  <message>
   <source>GPU layers</source>
   <translation>GPU परतें</translation>
  </message>
  <message>
   <source>Layers of the model on the GPU, where there is one; -1 puts all there.</source>
   <translation>GPU हो तो उस पर मॉडल की परतें; -1 से सब वहीं रहती हैं।</translation>
  </message>
  <message>
   <source>Threads</source>
   <translation>थ्रेड</translation>
  </message>
  <message>
   <source>Processor threads; unset takes the physical cores.</source>
   <translation>प्रोसेसर के थ्रेड; खाली हो तो भौतिक कोर जितने।</translation>
  </message>
  <message>
   <source>Context</source>
   <translation>संदर्भ</translation>
  </message>
  <message>
   <source>Context of the language model in tokens (the encoder's is fixed).</source>
   <translation>भाषा मॉडल का संदर्भ, टोकन में (एन्कोडर का तय है)।</translation>
  </message>
  <message>
   <source>Export columns</source>
   <translation>निर्यात के स्तंभ</translation>
  </message>
  <message>
   <source>Columns of tables: standard, all, billing, audit, or names with commas between them.</source>
   <translation>तालिकाओं के स्तंभ: standard, all, billing, audit, या अल्पविराम से अलग नाम।</translation>
  </message>
  <message>
   <source>Export delimiter</source>
   <translation>निर्यात का विभाजक</translation>
  </message>
  <message>
   <source>What stands between the cells of a CSV.</source>
   <translation>CSV के खानों के बीच का चिह्न।</translation>
  </message>
  <message>
   <source>comma</source>
   <translation>अल्पविराम</translation>
  </message>
  <message>
   <source>semicolon</source>
   <translation>अर्धविराम</translation>
  </message>
  <message>
   <source>tab</source>
   <translation>टैब</translation>
  </message>
  <message>
   <source>Export locale</source>
   <translation>निर्यात का क्षेत्रीय प्रारूप</translation>
  </message>
  <message>
   <source>Write decimal signs and dates of a CSV as this computer's locale does.</source>
   <translation>CSV में दशमलव और तारीखें इस कंप्यूटर के क्षेत्र के अनुसार लिखें।</translation>
  </message>
  <message>
   <source>Workspace</source>
   <translation>कार्यस्थान</translation>
  </message>
  <message>
   <source>Folder of the encrypted workspace; empty takes the one in the user's data.</source>
   <translation>एन्क्रिप्टेड कार्यस्थान का फ़ोल्डर; खाली हो तो उपयोगकर्ता डेटा वाला।</translation>
  </message>
  <message>
   <source>Lock minutes</source>
   <translation>लॉक होने के मिनट</translation>
  </message>
  <message>
   <source>Minutes without use after which the workspace locks.</source>
   <translation>उपयोग न होने पर कितने मिनट बाद कार्यस्थान लॉक हो।</translation>
  </message>
  <message>
   <source>Retention days</source>
   <translation>रखने के दिन</translation>
  </message>
  <message>
   <source>Days after which notes are deleted from the workspace; unset keeps them.</source>
   <translation>कितने दिन बाद नोट कार्यस्थान से हटाए जाएँ; खाली हो तो बने रहते हैं।</translation>
  </message>
  <message>
   <source>Appearance</source>
   <translation>रूप</translation>
  </message>
  <message>
   <source>Colours of the window; contrast is for eyes that need it, system follows the computer.</source>
   <translation>विंडो के रंग; कंट्रास्ट उन आँखों के लिए जिन्हें ज़रूरत हो, सिस्टम कंप्यूटर के अनुसार।</translation>
  </message>
  <message>
   <source>system</source>
   <translation>सिस्टम</translation>
  </message>
  <message>
   <source>light</source>
   <translation>हल्का</translation>
  </message>
  <message>
   <source>dark</source>
   <translation>गहरा</translation>
  </message>
  <message>
   <source>contrast</source>
   <translation>कंट्रास्ट</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>भाषा</translation>
  </message>
  <message>
   <source>Language of the window; system takes the computer's where it is one of these, else English.</source>
   <translation>विंडो की भाषा; सिस्टम चुनने पर कंप्यूटर की भाषा, यदि वह इनमें से हो, वरना अंग्रेज़ी।</translation>
  </message>
  <message>
   <source>Text size</source>
   <translation>पाठ का आकार</translation>
  </message>
  <message>
   <source>Size of all text in the window, in percent of the system's.</source>
   <translation>विंडो के सारे पाठ का आकार, सिस्टम के आकार के प्रतिशत में।</translation>
  </message>
  <message>
   <source>Zoom</source>
   <translation>ज़ूम</translation>
  </message>
  <message>
   <source>How many points larger (or smaller) the text of the note is.</source>
   <translation>नोट का पाठ कितने पॉइंट बड़ा (या छोटा) हो।</translation>
  </message>
  <message>
   <source>Keys of commands, where they are not the usual ones.</source>
   <translation>कमांड की कुंजियाँ, जहाँ वे सामान्य से अलग हों।</translation>
  </message>
  <message>
   <source>The code itself</source>
   <translation>कोड स्वयं</translation>
  </message>
  <message>
   <source>There is no such code</source>
   <translation>ऐसा कोई कोड नहीं है</translation>
  </message>
  <message>
   <source>Search for the condition and take the code of this release; codes come and go on October 1 and April 1.</source>
   <translation>रोग खोजें और इस संस्करण का कोड लें; कोड 1 अक्टूबर और 1 अप्रैल को बदलते हैं।</translation>
  </message>
  <message>
   <source>Tabular list of the release</source>
   <translation>संस्करण की सारणीबद्ध सूची</translation>
  </message>
  <message>
   <source>The code is no longer in the code set</source>
   <translation>यह कोड अब कोड सेट में नहीं है</translation>
  </message>
  <message>
   <source>Take the code that the message names, or search for the condition: the release of the date of service counts.</source>
   <translation>संदेश में बताया गया कोड लें, या स्थिति खोजें: सेवा की तारीख का संस्करण मान्य होता है।</translation>
  </message>
  <message>
   <source>Conversion table of the release</source>
   <translation>संस्करण की रूपांतरण तालिका</translation>
  </message>
  <message>
   <source>The code was not valid on the date of service</source>
   <translation>सेवा की तारीख को यह कोड मान्य नहीं था</translation>
  </message>
  <message>
   <source>Import the release in force then, and take a code of it.</source>
   <translation>उस समय लागू संस्करण आयात करें और उसी का कोड लें।</translation>
  </message>
  <message>
   <source>A newer release lacks the code</source>
   <translation>नए संस्करण में यह कोड नहीं है</translation>
  </message>
  <message>
   <source>Set the date of service; for services from the newer release on, take the code that the message names.</source>
   <translation>सेवा की तारीख दें; नए संस्करण से आगे की सेवाओं के लिए संदेश में बताया गया कोड लें।</translation>
  </message>
  <message>
   <source>Newest installed release</source>
   <translation>स्थापित नवीनतम संस्करण</translation>
  </message>
  <message>
   <source>The code needs more characters</source>
   <translation>कोड में और अक्षर चाहिए</translation>
  </message>
  <message>
   <source>Take one of the codes below it that the message names. {specify} asks you what it leaves open.</source>
   <translation>संदेश में बताए गए इसके नीचे के कोडों में से एक लें। {specify} से वह पूछा जाता है जो खुला रह गया है।</translation>
  </message>
  <message>
   <source>The placeholder X is missing</source>
   <translation>प्लेसहोल्डर X नहीं है</translation>
  </message>
  <message>
   <source>Take the code with the X, which keeps the 7th character in its place.</source>
   <translation>X वाला कोड लें, जिससे 7वाँ अक्षर अपनी जगह रहता है।</translation>
  </message>
  <message>
   <source>The 7th character does not fit</source>
   <translation>7वाँ अक्षर मेल नहीं खाता</translation>
  </message>
  <message>
   <source>Take one of the characters that the category allows, or leave it out where none is taken.</source>
   <translation>श्रेणी में मान्य अक्षरों में से एक लें, या जहाँ कोई नहीं लगता वहाँ छोड़ दें।</translation>
  </message>
  <message>
   <source>The code is there twice</source>
   <translation>कोड दो बार है</translation>
  </message>
  <message>
   <source>Keep one: a code is reported once for an encounter.</source>
   <translation>एक ही रखें: एक मुलाक़ात में कोड एक बार रिपोर्ट होता है।</translation>
  </message>
  <message>
   <source>The code leaves open what the record may tell</source>
   <translation>कोड वह बात खुली छोड़ता है जो रिकॉर्ड में हो सकती है</translation>
  </message>
  <message>
   <source>Name the side or the detail if the record has it; ask the provider if it matters and is not there.</source>
   <translation>रिकॉर्ड में हो तो ओर या विवरण बताएँ; महत्वपूर्ण हो और न मिले तो चिकित्सक से पूछें।</translation>
  </message>
  <message>
   <source>Codes that do not go together</source>
   <translation>जो कोड साथ नहीं चलते</translation>
  </message>
  <message>
   <source>Keep the code that the record supports better. Both may stay only if the conditions are unrelated.</source>
   <translation>वह कोड रखें जिसका रिकॉर्ड बेहतर समर्थन करता है। दोनों तभी रहें जब रोग असंबंधित हों।</translation>
  </message>
  <message>
   <source>the note that the message quotes</source>
   <translation>संदेश में उद्धृत टिप्पणी</translation>
  </message>
  <message>
   <source>Nothing is wrong. Keep both if the patient has both.</source>
   <translation>कुछ ग़लत नहीं है। मरीज़ को दोनों हों तो दोनों रखें।</translation>
  </message>
  <message>
   <source>One code says both</source>
   <translation>एक ही कोड दोनों बताता है</translation>
  </message>
  <message>
   <source>Take the combination code that the message names instead of the two.</source>
   <translation>दोनों की जगह संदेश में बताया गया संयुक्त कोड लें।</translation>
  </message>
  <message>
   <source>those that the message names</source>
   <translation>वे जो संदेश में बताए गए हैं</translation>
  </message>
  <message>
   <source>A sign that belongs to the diagnosis</source>
   <translation>निदान का ही एक लक्षण</translation>
  </message>
  <message>
   <source>Leave the sign out: it is part of the disease that is coded already.</source>
   <translation>लक्षण छोड़ दें: वह पहले से कोड किए गए रोग का हिस्सा है।</translation>
  </message>
  <message>
   <source>A vague code beside one that says more</source>
   <translation>अधिक बताने वाले कोड के साथ एक अस्पष्ट कोड</translation>
  </message>
  <message>
   <source>Leave the vague one out.</source>
   <translation>अस्पष्ट कोड छोड़ दें।</translation>
  </message>
  <message>
   <source>An unspecified code beside a specific one</source>
   <translation>विशिष्ट कोड के साथ एक अविशिष्ट कोड</translation>
  </message>
  <message>
   <source>Leave the unspecified one out, unless it is another occurrence of the disease.</source>
   <translation>अविशिष्ट कोड छोड़ दें, जब तक वह रोग की दूसरी घटना न हो।</translation>
  </message>
  <message>
   <source>Current and past at once</source>
   <translation>एक साथ वर्तमान और पुराना</translation>
  </message>
  <message>
   <source>Decide whether the condition is still there or treated (then it is current) or over (then it is history).</source>
   <translation>तय करें कि रोग अब भी है या उसका इलाज चल रहा है (तब वर्तमान) या समाप्त हो चुका है (तब पूर्व इतिहास)।</translation>
  </message>
  <message>
   <source>Two 7th characters for one condition</source>
   <translation>एक रोग के लिए दो 7वें अक्षर</translation>
  </message>
  <message>
   <source>Keep the one of this encounter: initial while it is treated actively, then subsequent, then sequela.</source>
   <translation>इस मुलाक़ात वाला रखें: सक्रिय इलाज तक initial, फिर subsequent, फिर sequela।</translation>
  </message>
  <message>
   <source>Order, and what is missing</source>
   <translation>क्रम, और जो छूटा है</translation>
  </message>
  <message>
   <source>Another code comes first</source>
   <translation>दूसरा कोड पहले आता है</translation>
  </message>
  <message>
   <source>Move the code that the note asks for before this one, or add it if the record names it.</source>
   <translation>टिप्पणी जो कोड माँगती है उसे इससे पहले रखें, या रिकॉर्ड में हो तो जोड़ें।</translation>
  </message>
  <message>
   <source>Use an additional code</source>
   <translation>एक अतिरिक्त कोड लगाएँ</translation>
  </message>
  <message>
   <source>Add the code that the note asks for if the record supports it, after this one.</source>
   <translation>रिकॉर्ड समर्थन करे तो टिप्पणी का माँगा हुआ कोड इसके बाद जोड़ें।</translation>
  </message>
  <message>
   <source>Add the other code if it applies; which comes first depends on the encounter.</source>
   <translation>लागू हो तो दूसरा कोड जोड़ें; पहले कौन आए यह मुलाक़ात पर निर्भर है।</translation>
  </message>
  <message>
   <source>A manifestation is listed first</source>
   <translation>अभिव्यक्ति (manifestation) पहले स्थान पर है</translation>
  </message>
  <message>
   <source>Put the disease behind it before it.</source>
   <translation>उसके मूल रोग को उससे पहले रखें।</translation>
  </message>
  <message>
   <source>An external cause is listed first</source>
   <translation>बाहरी कारण पहले स्थान पर है</translation>
  </message>
  <message>
   <source>Put the injury or condition before it: external causes only add to it.</source>
   <translation>चोट या रोग को उससे पहले रखें: बाहरी कारण केवल जानकारी जोड़ते हैं।</translation>
  </message>
  <message>
   <source>Not accepted as principal diagnosis</source>
   <translation>मुख्य निदान के रूप में मान्य नहीं</translation>
  </message>
  <message>
   <source>Choose the condition that led to the admission as the first.</source>
   <translation>जिस रोग के कारण भर्ती हुई उसे पहला चुनें।</translation>
  </message>
  <message>
   <source>Does not usually explain an admission</source>
   <translation>आम तौर पर भर्ती का कारण नहीं</translation>
  </message>
  <message>
   <source>See whether another condition led to the admission; if not, the record should say why.</source>
   <translation>देखें कि क्या भर्ती किसी दूसरे रोग के कारण हुई; नहीं तो रिकॉर्ड में कारण होना चाहिए।</translation>
  </message>
  <message>
   <source>Needs a secondary diagnosis</source>
   <translation>एक द्वितीयक निदान चाहिए</translation>
  </message>
  <message>
   <source>Add the secondary diagnosis that goes with it.</source>
   <translation>इसके साथ का द्वितीयक निदान जोड़ें।</translation>
  </message>
  <message>
   <source>What the note says</source>
   <translation>नोट क्या कहता है</translation>
  </message>
  <message>
   <source>The note says more than the code</source>
   <translation>नोट कोड से अधिक बताता है</translation>
  </message>
  <message>
   <source>Take the more specific code that the message names, if you read the note the same way.</source>
   <translation>यदि आप भी नोट को ऐसे ही समझते हैं तो संदेश में बताया गया अधिक विशिष्ट कोड लें।</translation>
  </message>
  <message>
   <source>The condition is only suspected</source>
   <translation>रोग का केवल संदेह है</translation>
  </message>
  <message>
   <source>For outpatients code the sign or symptom instead. Inpatients may have suspected conditions coded.</source>
   <translation>बाह्य रोगियों में इसकी जगह लक्षण कोड करें। भर्ती रोगियों में संदिग्ध रोग कोड हो सकते हैं।</translation>
  </message>
  <message>
   <source>The note denies it</source>
   <translation>नोट इसे नकारता है</translation>
  </message>
  <message>
   <source>Reject the code, unless another place of the note says that the patient has it.</source>
   <translation>कोड अस्वीकार करें, जब तक नोट में कहीं और न लिखा हो कि मरीज़ को यह है।</translation>
  </message>
  <message>
   <source>The note</source>
   <translation>नोट</translation>
  </message>
  <message>
   <source>It is a relative's condition</source>
   <translation>यह किसी संबंधी का रोग है</translation>
  </message>
  <message>
   <source>Reject the code, or take the family history code (Z80 to Z84) if it matters for this encounter.</source>
   <translation>कोड अस्वीकार करें, या इस मुलाक़ात में महत्वपूर्ण हो तो पारिवारिक इतिहास का कोड (Z80 से Z84) लें।</translation>
  </message>
  <message>
   <source>The side is left open</source>
   <translation>ओर नहीं बताई गई</translation>
  </message>
  <message>
   <source>Take the code of the side if the record names it; {specify} asks you for it.</source>
   <translation>रिकॉर्ड में हो तो उस ओर का कोड लें; {specify} से यह पूछा जाता है।</translation>
  </message>
  <message>
   <source>One code names the side, one does not</source>
   <translation>एक कोड ओर बताता है, दूसरा नहीं</translation>
  </message>
  <message>
   <source>Leave out the code without a side, or name its side.</source>
   <translation>बिना ओर वाला कोड छोड़ दें, या उसकी ओर बताएँ।</translation>
  </message>
  <message>
   <source>Right and left where one code says both</source>
   <translation>दायाँ और बायाँ, जहाँ एक कोड दोनों बताता है</translation>
  </message>
  <message>
   <source>Take the bilateral code that the message names.</source>
   <translation>संदेश में बताया गया दोनों ओर का कोड लें।</translation>
  </message>
  <message>
   <source>The patient</source>
   <translation>मरीज़</translation>
  </message>
  <message>
   <source>Does not fit the patient's age</source>
   <translation>मरीज़ की आयु से मेल नहीं खाता</translation>
  </message>
  <message>
   <source>Check the age in the encounter and the code.</source>
   <translation>मुलाक़ात में दी गई आयु और कोड जाँचें।</translation>
  </message>
  <message>
   <source>Does not fit the patient's sex</source>
   <translation>मरीज़ के लिंग से मेल नहीं खाता</translation>
  </message>
  <message>
   <source>Check the sex in the encounter and the code.</source>
   <translation>मुलाक़ात में दिया गया लिंग और कोड जाँचें।</translation>
  </message>
  <message>
   <source>Reports a wrong procedure</source>
   <translation>ग़लत प्रक्रिया रिपोर्ट करता है</translation>
  </message>
  <message>
   <source>Check that the record says so: such claims are not paid.</source>
   <translation>जाँचें कि रिकॉर्ड में ऐसा लिखा है: ऐसे दावों का भुगतान नहीं होता।</translation>
  </message>
  <message>
   <source>Adverse effect first</source>
   <translation>प्रतिकूल प्रभाव पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is the drug of an adverse effect: the effect itself is listed first.</source>
   <translation>{code} प्रतिकूल प्रभाव की दवा है: पहले स्थान पर वह प्रभाव ही आता है।</translation>
  </message>
  <message>
   <source>Underdosing first</source>
   <translation>कम खुराक पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is an underdosing: the condition that followed is listed first.</source>
   <translation>{code} कम खुराक का कोड है: उससे हुआ रोग पहले स्थान पर आता है।</translation>
  </message>
  <message>
   <source>Severe sepsis first</source>
   <translation>गंभीर सेप्सिस पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is never listed first: the infection or the disease behind it is.</source>
   <translation>{code} कभी पहले स्थान पर नहीं आता: उसके पीछे का संक्रमण या रोग आता है।</translation>
  </message>
  <message>
   <source>Body mass index first</source>
   <translation>बॉडी मास इंडेक्स पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is a body mass index and is never listed first.</source>
   <translation>{code} बॉडी मास इंडेक्स है और कभी पहले स्थान पर नहीं आता।</translation>
  </message>
  <message>
   <source>Weeks of gestation first</source>
   <translation>गर्भ के सप्ताह पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is reported beside a code of pregnancy or delivery and is never listed first.</source>
   <translation>{code} गर्भावस्था या प्रसव के कोड के साथ आता है और कभी पहले स्थान पर नहीं।</translation>
  </message>
  <message>
   <source>Status first</source>
   <translation>स्थिति का कोड पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} adds to another code and is not listed first.</source>
   <translation>{code} किसी दूसरे कोड में जुड़ता है और पहले स्थान पर नहीं आता।</translation>
  </message>
  <message>
   <source>Social determinant first</source>
   <translation>सामाजिक परिस्थिति पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is a social circumstance and is not listed first.</source>
   <translation>{code} सामाजिक परिस्थिति है और पहले स्थान पर नहीं आता।</translation>
  </message>
  <message>
   <source>Coma scale first</source>
   <translation>कोमा स्केल पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is a score: the injury or disease that it describes is listed first.</source>
   <translation>{code} एक स्कोर है: जिस चोट या रोग को यह बताता है वह पहले स्थान पर आता है।</translation>
  </message>
  <message>
   <source>Unacceptable principal</source>
   <translation>मुख्य निदान के रूप में अमान्य</translation>
  </message>
  <message>
   <source>{code} is not accepted as the principal diagnosis of an inpatient.</source>
   <translation>{code} भर्ती मरीज़ के मुख्य निदान के रूप में मान्य नहीं है।</translation>
  </message>
  <message>
   <source>Manifestation first</source>
   <translation>अभिव्यक्ति पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is a manifestation: the disease behind it is listed first.</source>
   <translation>{code} एक अभिव्यक्ति (manifestation) है: उसके पीछे का रोग पहले स्थान पर आता है।</translation>
  </message>
  <message>
   <source>Questionable admission</source>
   <translation>भर्ती का कारण संदिग्ध</translation>
  </message>
  <message>
   <source>{code} by itself does not usually explain an admission to a hospital.</source>
   <translation>{code} अकेले आम तौर पर अस्पताल में भर्ती का कारण नहीं बताता।</translation>
  </message>
  <message>
   <source>First only</source>
   <translation>केवल पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is only listed first: it is the reason for the encounter.</source>
   <translation>{code} केवल पहले स्थान पर आता है: यही मुलाक़ात का कारण है।</translation>
  </message>
  <message>
   <source>Pregnancy first</source>
   <translation>गर्भावस्था पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is listed before {other}: codes of pregnancy have precedence over those of other chapters.</source>
   <translation>{code}, {other} से पहले आता है: गर्भावस्था के कोडों को दूसरे अध्यायों के कोडों पर प्राथमिकता है।</translation>
  </message>
  <message>
   <source>Sepsis before infection</source>
   <translation>संक्रमण से पहले सेप्सिस</translation>
  </message>
  <message>
   <source>{code} is listed before {other} when both were there on admission.</source>
   <translation>{code}, {other} से पहले आता है जब भर्ती के समय दोनों थे।</translation>
  </message>
  <message>
   <source>Covid first</source>
   <translation>कोविड पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is listed before {other}, which it explains.</source>
   <translation>{code}, {other} से पहले आता है, जिसका यह कारण है।</translation>
  </message>
  <message>
   <source>Poisoning first</source>
   <translation>विषाक्तता पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is listed before {other}: a poisoning comes before what it does.</source>
   <translation>{code}, {other} से पहले आता है: विषाक्तता अपने प्रभाव से पहले आती है।</translation>
  </message>
  <message>
   <source>Adverse effect of treatment</source>
   <translation>उपचार का प्रतिकूल प्रभाव</translation>
  </message>
  <message>
   <source>{code} is listed before {other}: first what happened, then the drug.</source>
   <translation>{code}, {other} से पहले आता है: पहले जो हुआ, फिर दवा।</translation>
  </message>
  <message>
   <source>Injury most serious first</source>
   <translation>सबसे गंभीर चोट पहले स्थान पर</translation>
  </message>
  <message>
   <source>{code} is listed before {other}: the most serious injury comes first.</source>
   <translation>{code}, {other} से पहले आता है: सबसे गंभीर चोट पहले आती है।</translation>
  </message>
  <message>
   <source>Sepsis and bacteremia</source>
   <translation>सेप्सिस और बैक्टीरिमिया</translation>
  </message>
  <message>
   <source>{code} is part of {other}.</source>
   <translation>{code}, {other} का हिस्सा है।</translation>
  </message>
  <message>
   <source>Covid contact</source>
   <translation>कोविड से संपर्क</translation>
  </message>
  <message>
   <source>{code} is for patients who turned out not to have COVID-19; {other} says that it is confirmed.</source>
   <translation>{code} उन मरीज़ों के लिए है जिनमें COVID-19 नहीं निकला; {other} के अनुसार उसकी पुष्टि हो चुकी है।</translation>
  </message>
  <message>
   <source>Covid current and past</source>
   <translation>कोविड, वर्तमान और पुराना</translation>
  </message>
  <message>
   <source>{code} is for a COVID-19 that is over; {other} is for one that is there. Both are right only for a new infection.</source>
   <translation>{code} बीत चुके COVID-19 के लिए है; {other} के अनुसार वह अभी है। दोनों केवल नए संक्रमण में सही हैं।</translation>
  </message>
  <message>
   <source>Weight in pregnancy</source>
   <translation>गर्भावस्था में वज़न</translation>
  </message>
  <message>
   <source>{code} is not reported in pregnancy ({other}).</source>
   <translation>{code} गर्भावस्था ({other}) में रिपोर्ट नहीं होता।</translation>
  </message>
  <message>
   <source>Pregnancy supervision</source>
   <translation>गर्भावस्था की देखरेख</translation>
  </message>
  <message>
   <source>{code} is for a pregnancy without complications and does not go with {other}.</source>
   <translation>{code} बिना जटिलता की गर्भावस्था के लिए है और {other} के साथ नहीं चलता।</translation>
  </message>
  <message>
   <source>Incidental pregnancy</source>
   <translation>संयोगवश गर्भावस्था</translation>
  </message>
  <message>
   <source>{code} says that the pregnancy plays no part; {other} says that it does.</source>
   <translation>{code} कहता है कि गर्भावस्था का इससे संबंध नहीं; {other} के अनुसार संबंध है।</translation>
  </message>
  <message>
   <source>Normal delivery</source>
   <translation>सामान्य प्रसव</translation>
  </message>
  <message>
   <source>{code} is a delivery without any complication and does not go with {other}.</source>
   <translation>{code} बिना किसी जटिलता का प्रसव है और {other} के साथ नहीं चलता।</translation>
  </message>
  <message>
   <source>Mother and newborn</source>
   <translation>माँ और नवजात</translation>
  </message>
  <message>
   <source>{code} belongs on the record of the mother, {other} on that of the newborn.</source>
   <translation>{code} माँ के रिकॉर्ड में आता है; {other} की जगह नवजात के रिकॉर्ड में है।</translation>
  </message>
  <message>
   <source>Birth and delivery</source>
   <translation>जन्म और प्रसव</translation>
  </message>
  <message>
   <source>{code} belongs on the record of the newborn, {other} on that of the mother.</source>
   <translation>{code} नवजात के रिकॉर्ड में आता है; {other} की जगह माँ के रिकॉर्ड में है।</translation>
  </message>
  <message>
   <source>Smoking current and past</source>
   <translation>धूम्रपान, वर्तमान और पुराना</translation>
  </message>
  <message>
   <source>{code} is for those who gave up tobacco; {other} is for those who use it.</source>
   <translation>{code} तंबाकू छोड़ चुके लोगों के लिए है; {other} के अनुसार मरीज़ अब भी लेता है।</translation>
  </message>
  <message>
   <source>Alcohol abuse and dependence</source>
   <translation>शराब का दुरुपयोग और निर्भरता</translation>
  </message>
  <message>
   <source>Abuse ({code}) and dependence ({other}) of the same substance: only dependence is coded.</source>
   <translation>एक ही पदार्थ का दुरुपयोग ({code}) और निर्भरता ({other}): केवल निर्भरता कोड होती है।</translation>
  </message>
  <message>
   <source>Alcohol use and more</source>
   <translation>शराब का सेवन और उससे अधिक</translation>
  </message>
  <message>
   <source>Use ({code}) and {other} of the same substance: only abuse or dependence is coded.</source>
   <translation>एक ही पदार्थ का सेवन ({code}), {other} के साथ: केवल दुरुपयोग या निर्भरता कोड होती है।</translation>
  </message>
  <message>
   <source>Opioid levels</source>
   <translation>ओपिओइड सेवन के स्तर</translation>
  </message>
  <message>
   <source>{code} and dependence ({other}) of the same substance: only dependence is coded.</source>
   <translation>{code} और उसी पदार्थ पर निर्भरता ({other}): केवल निर्भरता कोड होती है।</translation>
  </message>
  <message>
   <source>Essential hypertension</source>
   <translation>प्राथमिक उच्च रक्तचाप</translation>
  </message>
  <message>
   <source>{code} does not go with {other}: hypertension is coded once.</source>
   <translation>{code}, {other} के साथ नहीं चलता: उच्च रक्तचाप एक ही बार कोड होता है।</translation>
  </message>
  <message>
   <source>Old and new infarct</source>
   <translation>पुराना और नया इन्फ़ार्क्ट</translation>
  </message>
  <message>
   <source>{code} is an infarct of more than four weeks ago; {other} is a new one. Both are right only if there were two.</source>
   <translation>{code} चार सप्ताह से अधिक पुराना इन्फ़ार्क्ट है; {other} के अनुसार वह नया है। दोनों तभी सही हैं जब दो हुए हों।</translation>
  </message>
  <message>
   <source>Stroke current and past</source>
   <translation>स्ट्रोक, वर्तमान और पुराना</translation>
  </message>
  <message>
   <source>{code} is for a stroke that left nothing behind; {other} is what one left behind.</source>
   <translation>{code} उस स्ट्रोक के लिए है जिसका कोई असर नहीं बचा; {other} के अनुसार असर बचा है।</translation>
  </message>
  <message>
   <source>Kidney dialysis</source>
   <translation>गुर्दा और डायलिसिस</translation>
  </message>
  <message>
   <source>{code} with dialysis ({other}): chronic kidney disease that needs dialysis is N18.6.</source>
   <translation>{code}, डायलिसिस ({other}) के साथ: जिस दीर्घकालिक गुर्दा रोग में डायलिसिस लगे वह N18.6 है।</translation>
  </message>
  <message>
   <source>Pain with its cause</source>
   <translation>दर्द और उसका कारण</translation>
  </message>
  <message>
   <source>{code} says no more than {other}, which names the pain.</source>
   <translation>{code}, {other} से अधिक कुछ नहीं बताता, जिसमें दर्द का नाम है।</translation>
  </message>
  <message>
   <source>Well visit findings</source>
   <translation>स्वास्थ्य जाँच के निष्कर्ष</translation>
  </message>
  <message>
   <source>{code} is an examination without abnormal findings, {other} one with them.</source>
   <translation>{code} बिना असामान्य निष्कर्ष की जाँच है; {other} के अनुसार असामान्य निष्कर्ष हैं।</translation>
  </message>
  <message>
   <source>Newborn suspected</source>
   <translation>नवजात में संदेह</translation>
  </message>
  <message>
   <source>{code} is for a condition that was ruled out; {other} was found.</source>
   <translation>{code} उस रोग के लिए है जो नहीं निकला; {other} के अनुसार रोग मिला है।</translation>
  </message>
  <message>
   <source>Carrier and disease</source>
   <translation>वाहक और रोग</translation>
  </message>
  <message>
   <source>{code} is HIV without any related condition; once {other} was reported it stays.</source>
   <translation>{code} बिना किसी संबंधित रोग का HIV है; एक बार {other} के रिपोर्ट होने पर वही बना रहता है।</translation>
  </message>
  <message>
   <source>Inconclusive hiv</source>
   <translation>HIV जाँच अनिर्णायक</translation>
  </message>
  <message>
   <source>{code} is an inconclusive test; {other} says that the patient has HIV.</source>
   <translation>{code} अनिर्णायक जाँच है; {other} के अनुसार मरीज़ को HIV है।</translation>
  </message>
  <message>
   <source>Superficial arm</source>
   <translation>बाँह की सतही चोट</translation>
  </message>
  <message>
   <source>{code} is a superficial injury at the site of {other} and is not coded.</source>
   <translation>{code}, {other} की ही जगह पर सतही चोट है और कोड नहीं होता।</translation>
  </message>
  <message>
   <source>Superficial forearm</source>
   <translation>अग्रबाहु की सतही चोट</translation>
  </message>
  <message>
   <source>Superficial hand</source>
   <translation>हाथ की सतही चोट</translation>
  </message>
  <message>
   <source>Superficial thigh</source>
   <translation>जाँघ की सतही चोट</translation>
  </message>
  <message>
   <source>Superficial leg</source>
   <translation>टाँग की सतही चोट</translation>
  </message>
  <message>
   <source>Superficial foot</source>
   <translation>पैर की सतही चोट</translation>
  </message>
  <message>
   <source>Superficial head</source>
   <translation>सिर की सतही चोट</translation>
  </message>
  <message>
   <source>Healing and aftercare</source>
   <translation>घाव भरना और बाद की देखभाल</translation>
  </message>
  <message>
   <source>{code} is not used for injuries: {other} takes the 7th character of a later encounter.</source>
   <translation>{code} चोटों के लिए नहीं है: {other} में बाद की मुलाक़ात का 7वाँ अक्षर लगता है।</translation>
  </message>
  <message>
   <source>Body mass index alone</source>
   <translation>अकेला बॉडी मास इंडेक्स</translation>
  </message>
  <message>
   <source>{code} needs the diagnosis that it bears on, such as obesity or malnutrition.</source>
   <translation>{code} के साथ वह निदान चाहिए जिससे यह जुड़ा है, जैसे मोटापा या कुपोषण।</translation>
  </message>
  <message>
   <source>Severe sepsis alone</source>
   <translation>अकेला गंभीर सेप्सिस</translation>
  </message>
  <message>
   <source>{code} needs the code of the sepsis.</source>
   <translation>{code} के साथ सेप्सिस का कोड चाहिए।</translation>
  </message>
  <message>
   <source>Hypertensive heart failure type</source>
   <translation>उच्च रक्तचाप में हृदय विफलता का प्रकार</translation>
  </message>
  <message>
   <source>{code} needs the type of heart failure (I50.-).</source>
   <translation>{code} के साथ हृदय विफलता का प्रकार (I50.-) चाहिए।</translation>
  </message>
  <message>
   <source>Hypertensive kidney stage</source>
   <translation>उच्च रक्तचाप में गुर्दा रोग का चरण</translation>
  </message>
  <message>
   <source>{code} needs the stage of the chronic kidney disease (N18.-).</source>
   <translation>{code} के साथ दीर्घकालिक गुर्दा रोग का चरण (N18.-) चाहिए।</translation>
  </message>
  <message>
   <source>Diabetic kidney stage</source>
   <translation>मधुमेह में गुर्दा रोग का चरण</translation>
  </message>
  <message>
   <source>Diabetic ulcer site</source>
   <translation>मधुमेह के अल्सर की जगह</translation>
  </message>
  <message>
   <source>{code} needs the site and depth of the ulcer (L97.4-, L97.5-).</source>
   <translation>{code} के साथ अल्सर की जगह और गहराई (L97.4-, L97.5-) चाहिए।</translation>
  </message>
  <message>
   <source>Secondary neoplasm alone</source>
   <translation>अकेला द्वितीयक ट्यूमर</translation>
  </message>
  <message>
   <source>{code} is a secondary neoplasm: the primary one (or its history, Z85.-, or C80.1 if unknown) is coded too.</source>
   <translation>{code} द्वितीयक ट्यूमर है: प्राथमिक ट्यूमर (या उसका इतिहास, Z85.-, या अज्ञात हो तो C80.1) भी कोड होता है।</translation>
  </message>
  <message>
   <source>Anemia of cancer alone</source>
   <translation>अकेला कैंसर का एनीमिया</translation>
  </message>
  <message>
   <source>{code} needs the neoplasm that it comes from.</source>
   <translation>{code} के साथ वह ट्यूमर चाहिए जिससे यह हुआ है।</translation>
  </message>
  <message>
   <source>Anemia of kidney alone</source>
   <translation>अकेला गुर्दा रोग का एनीमिया</translation>
  </message>
  <message>
   <source>{code} needs the chronic kidney disease that it comes from.</source>
   <translation>{code} के साथ वह दीर्घकालिक गुर्दा रोग चाहिए जिससे यह हुआ है।</translation>
  </message>
  <message>
   <source>Weeks alone</source>
   <translation>अकेले गर्भ के सप्ताह</translation>
  </message>
  <message>
   <source>{code} is reported beside a code of pregnancy only.</source>
   <translation>{code} केवल गर्भावस्था के कोड के साथ रिपोर्ट होता है।</translation>
  </message>
  <message>
   <source>Outcome alone</source>
   <translation>अकेला प्रसव का परिणाम</translation>
  </message>
  <message>
   <source>{code} is reported beside the code of a delivery only.</source>
   <translation>{code} केवल प्रसव के कोड के साथ रिपोर्ट होता है।</translation>
  </message>
  <message>
   <source>Delivery outcome</source>
   <translation>प्रसव का परिणाम</translation>
  </message>
  <message>
   <source>{code} needs the outcome of the delivery (Z37.-).</source>
   <translation>{code} के साथ प्रसव का परिणाम (Z37.-) चाहिए।</translation>
  </message>
  <message>
   <source>Covid pneumonia</source>
   <translation>कोविड का निमोनिया</translation>
  </message>
  <message>
   <source>{code} needs COVID-19 (U07.1) before it.</source>
   <translation>{code} से पहले COVID-19 (U07.1) चाहिए।</translation>
  </message>
  <message>
   <source>Adverse effect of what</source>
   <translation>कौन-सा प्रतिकूल प्रभाव</translation>
  </message>
  <message>
   <source>{code} needs the code of what the drug did.</source>
   <translation>{code} के साथ उसका कोड चाहिए जो दवा से हुआ।</translation>
  </message>
  <message>
   <source>Injury without cause</source>
   <translation>बिना कारण की चोट</translation>
  </message>
  <message>
   <source>{code} may be told more of by its external cause, as far as the note has it.</source>
   <translation>{code} के बारे में बाहरी कारण से अधिक बताया जा सकता है, जितना नोट में हो।</translation>
  </message>
  <message>
   <source>Dialysis alone</source>
   <translation>अकेली डायलिसिस</translation>
  </message>
  <message>
   <source>{code} needs the kidney disease that is treated.</source>
   <translation>{code} के साथ वह गुर्दा रोग चाहिए जिसका इलाज हो रहा है।</translation>
  </message>
  <message>
   <source>Chemotherapy for what</source>
   <translation>कीमोथेरेपी किसके लिए</translation>
  </message>
  <message>
   <source>{code} needs the neoplasm that is treated, listed after it.</source>
   <translation>{code} के बाद वह ट्यूमर चाहिए जिसका इलाज हो रहा है।</translation>
  </message>
  <message>
   <source>Underdosing reason</source>
   <translation>कम खुराक का कारण</translation>
  </message>
  <message>
   <source>{code}: add why too little was taken (Z91.12- to Z91.14-, Y63.-), as far as the note has it.</source>
   <translation>{code}: कम क्यों लिया गया यह जोड़ें (Z91.12- से Z91.14-, Y63.-), जितना नोट में हो।</translation>
  </message>
  <message>
   <source>Activity alone</source>
   <translation>अकेली गतिविधि</translation>
  </message>
  <message>
   <source>{code} tells what the patient did when something happened: code the injury or condition too.</source>
   <translation>{code} बताता है कि घटना के समय मरीज़ क्या कर रहा था: चोट या रोग भी कोड करें।</translation>
  </message>
  <message>
   <source>Place alone</source>
   <translation>अकेली जगह</translation>
  </message>
  <message>
   <source>{code} is the place where something happened: code what happened too.</source>
   <translation>{code} वह जगह है जहाँ कुछ हुआ: जो हुआ उसे भी कोड करें।</translation>
  </message>
  <message>
   <source>Place once</source>
   <translation>एक ही जगह</translation>
  </message>
  <message>
   <source>{code} and {other}: one place of occurrence is reported, at the first encounter.</source>
   <translation>{code} और {other}: घटना की एक ही जगह रिपोर्ट होती है, पहली मुलाक़ात में।</translation>
  </message>
  <message>
   <source>Activity once</source>
   <translation>एक ही गतिविधि</translation>
  </message>
  <message>
   <source>{code} and {other}: one activity is reported, at the first encounter.</source>
   <translation>{code} और {other}: एक ही गतिविधि रिपोर्ट होती है, पहली मुलाक़ात में।</translation>
  </message>
  <message>
   <source>Status once</source>
   <translation>बाहरी कारण की एक ही स्थिति</translation>
  </message>
  <message>
   <source>{code} and {other}: one external cause status is reported, at the first encounter.</source>
   <translation>{code} और {other}: बाहरी कारण की एक ही स्थिति रिपोर्ट होती है, पहली मुलाक़ात में।</translation>
  </message>
  <message>
   <source>Body mass index once</source>
   <translation>एक ही बॉडी मास इंडेक्स</translation>
  </message>
  <message>
   <source>{code} and {other}: one body mass index is reported.</source>
   <translation>{code} और {other}: एक ही बॉडी मास इंडेक्स रिपोर्ट होता है।</translation>
  </message>
  <message>
   <source>Birth once</source>
   <translation>एक ही जन्म</translation>
  </message>
  <message>
   <source>{code} and {other}: a newborn has one code of birth.</source>
   <translation>{code} और {other}: नवजात का जन्म का एक ही कोड होता है।</translation>
  </message>
  <message>
   <source>Kidney stage once</source>
   <translation>गुर्दा रोग का एक ही चरण</translation>
  </message>
  <message>
   <source>{code} and {other}: chronic kidney disease has one stage.</source>
   <translation>{code} और {other}: दीर्घकालिक गुर्दा रोग का एक ही चरण होता है।</translation>
  </message>
  <message>
   <source>Age newborn</source>
   <translation>आयु: नवजात</translation>
  </message>
  <message>
   <source>{code} is for patients under one year of age.</source>
   <translation>{code} एक वर्ष से कम आयु के मरीज़ों के लिए है।</translation>
  </message>
  <message>
   <source>Age pediatric</source>
   <translation>आयु: बच्चे</translation>
  </message>
  <message>
   <source>{code} is for patients of 0 to 17 years.</source>
   <translation>{code} 0 से 17 वर्ष के मरीज़ों के लिए है।</translation>
  </message>
  <message>
   <source>Age maternity</source>
   <translation>आयु: मातृत्व</translation>
  </message>
  <message>
   <source>{code} is for patients of 9 to 64 years.</source>
   <translation>{code} 9 से 64 वर्ष के मरीज़ों के लिए है।</translation>
  </message>
  <message>
   <source>Age adult</source>
   <translation>आयु: वयस्क</translation>
  </message>
  <message>
   <source>{code} is for patients of 15 years and more.</source>
   <translation>{code} 15 वर्ष और उससे अधिक के मरीज़ों के लिए है।</translation>
  </message>
  <message>
   <source>Sex female</source>
   <translation>लिंग: स्त्री</translation>
  </message>
  <message>
   <source>{code} is for female patients; check the sex that is recorded.</source>
   <translation>{code} स्त्री मरीज़ों के लिए है; दर्ज लिंग जाँचें।</translation>
  </message>
  <message>
   <source>Sex male</source>
   <translation>लिंग: पुरुष</translation>
  </message>
  <message>
   <source>{code} is for male patients; check the sex that is recorded.</source>
   <translation>{code} पुरुष मरीज़ों के लिए है; दर्ज लिंग जाँचें।</translation>
  </message>
  <message>
   <source>{code} is listed {times} times; a code is reported once (Guidelines I.B.12).</source>
   <translation>{code} {times} बार है; एक कोड एक ही बार रिपोर्ट होता है (Guidelines I.B.12)।</translation>
  </message>
  <message>
   <source>{code} lacks the placeholder X: use {better} (Guidelines I.A.4).</source>
   <translation>{code} में प्लेसहोल्डर X नहीं है: {better} लें (Guidelines I.A.4)।</translation>
  </message>
  <message>
   <source>{code} has the 7th character {character}; allowed are {allowed} (Guidelines I.A.5).</source>
   <translation>{code} में 7वाँ अक्षर {character} है; मान्य हैं {allowed} (Guidelines I.A.5)।</translation>
  </message>
  <message>
   <source>{code} has a 7th character, but {better} takes none (Guidelines I.A.5).</source>
   <translation>{code} में 7वाँ अक्षर है, पर {better} में कोई नहीं लगता (Guidelines I.A.5)।</translation>
  </message>
  <message>
   <source>{code} needs a 7th character: {choices}.</source>
   <translation>{code} में 7वाँ अक्षर चाहिए: {choices}।</translation>
  </message>
  <message>
   <source>{code} is no longer a code in {release}: use {better} instead (conversion table).</source>
   <translation>{code} अब {release} में कोड नहीं है: इसकी जगह {better} लें (रूपांतरण तालिका)।</translation>
  </message>
  <message>
   <source>{code} is no longer a code in {release}: it became one of {codes} (conversion table).</source>
   <translation>{code} अब {release} में कोड नहीं है: यह इनमें से एक बन गया: {codes} (रूपांतरण तालिका)।</translation>
  </message>
  <message>
   <source>{code} is a heading of the tabular list, not a code.</source>
   <translation>{code} सारणीबद्ध सूची का शीर्षक है, कोड नहीं।</translation>
  </message>
  <message>
   <source>There is no code {wanted} in {release}.</source>
   <translation>{release} में {wanted} नाम का कोई कोड नहीं है।</translation>
  </message>
  <message>
   <source>Did you mean {codes}?</source>
   <translation>क्या आपका मतलब {codes} था?</translation>
  </message>
  <message>
   <source>Search the code set for its words.</source>
   <translation>कोड सूची में शब्दों से खोजें।</translation>
  </message>
  <message>
   <source>{code} is not billable. Use one of {codes}.</source>
   <translation>{code} बिल योग्य नहीं है। इनमें से एक लें: {codes}।</translation>
  </message>
  <message>
   <source>{code} is not billable. Use one of the {number} codes below {codes}.</source>
   <translation>{code} बिल योग्य नहीं है। {codes} के नीचे के {number} कोडों में से एक लें।</translation>
  </message>
  <message>
   <source>{code} and {other} are not coded together: {source} has Excludes1 “{note}”. Both may stay only if the two conditions are unrelated (Guidelines I.A.12.a).</source>
   <translation>{code} और {other} साथ कोड नहीं होते: {source} में Excludes1 “{note}” है। दोनों तभी रह सकते हैं जब दोनों रोग असंबंधित हों (Guidelines I.A.12.a)।</translation>
  </message>
  <message>
   <source>{source} has Excludes2 “{note}”: {other} is not part of {code}, and both may be coded if the patient has both (Guidelines I.A.12.b).</source>
   <translation>{source} में Excludes2 “{note}” है: {other}, {code} का हिस्सा नहीं है, और मरीज़ को दोनों हों तो दोनों कोड हो सकते हैं (Guidelines I.A.12.b)।</translation>
  </message>
  <message>
   <source>{code} is an external cause and is never listed first (Guidelines I.C.20.a.6).</source>
   <translation>{code} बाहरी कारण है और कभी पहले स्थान पर नहीं आता (Guidelines I.C.20.a.6)।</translation>
  </message>
  <message>
   <source>{code} is never listed first: its title is “{title}” (Guidelines {guideline}).</source>
   <translation>{code} कभी पहले स्थान पर नहीं आता: इसका शीर्षक “{title}” है (Guidelines {guideline})।</translation>
  </message>
  <message>
   <source>{other} has to be listed before {code}.</source>
   <translation>{other} को {code} से पहले आना चाहिए।</translation>
  </message>
  <message>
   <source>{code} asks for the condition behind it to be listed before it.</source>
   <translation>{code} से पहले उसके पीछे का रोग होना चाहिए।</translation>
  </message>
  <message>
   <source>{code} may need another code.</source>
   <translation>{code} के साथ एक और कोड लग सकता है।</translation>
  </message>
  <message>
   <source>{other} is listed before {code}, which it adds to.</source>
   <translation>{other}, {code} से पहले है, जबकि यह उसमें जुड़ता है।</translation>
  </message>
  <message>
   <source>{code} leaves the side open: name it if the record does (Guidelines I.B.13).</source>
   <translation>{code} में ओर नहीं बताई गई: रिकॉर्ड में हो तो बताएँ (Guidelines I.B.13)।</translation>
  </message>
  <message>
   <source>{code} and {other} are right and left of the same: use {better} (Guidelines I.B.13).</source>
   <translation>{code} और {other} एक ही के दाएँ और बाएँ हैं: {better} लें (Guidelines I.B.13)।</translation>
  </message>
  <message>
   <source>{code} leaves the side open that {other} names; leave it out or name its side (Guidelines I.B.13).</source>
   <translation>{code} वह ओर नहीं बताता जो {other} में है; इसे छोड़ दें या इसकी ओर बताएँ (Guidelines I.B.13)।</translation>
  </message>
  <message>
   <source>{code} says no more than {other}, which is more specific (Guidelines I.B.2).</source>
   <translation>{code}, {other} से अधिक कुछ नहीं बताता, जो अधिक विशिष्ट है (Guidelines I.B.2)।</translation>
  </message>
  <message>
   <source>{code} and {other} give the same condition two 7th characters (Guidelines I.C.19.a).</source>
   <translation>{code} और {other} एक ही रोग को दो 7वें अक्षर देते हैं (Guidelines I.C.19.a)।</translation>
  </message>
  <message>
   <source>{codes} with {other}: use {better} instead ({source}).</source>
   <translation>{codes}, {other} के साथ: इसकी जगह {better} लें ({source})।</translation>
  </message>
  <message>
   <source>{code} is not reported beside {other} ({source}).</source>
   <translation>{code}, {other} के साथ रिपोर्ट नहीं होता ({source})।</translation>
  </message>
  <message>
   <source>{code} is a current condition, {other} says that it is past (Guidelines I.C.2.m, I.C.21.c.4).</source>
   <translation>{code} वर्तमान रोग है; {other} के अनुसार वह पुराना है (Guidelines I.C.2.m, I.C.21.c.4)।</translation>
  </message>
  <message>
   <source>{code} is only suspected (“{words}”): outpatients get the code of the symptom instead (Guidelines IV.H).</source>
   <translation>{code} का केवल संदेह है (“{words}”): बाह्य रोगियों में इसकी जगह लक्षण का कोड लगता है (Guidelines IV.H)।</translation>
  </message>
  <message>
   <source>{code} is only suspected (“{words}”): it is coded for inpatients too when it is confirmed only (Guidelines I.C.1, I.C.10.c).</source>
   <translation>{code} का केवल संदेह है (“{words}”): भर्ती रोगियों में भी इसे केवल पुष्टि होने पर कोड किया जाता है (Guidelines I.C.1, I.C.10.c).</translation>
  </message>
  <message>
   <source>The note denies {code}: “{words}”.</source>
   <translation>नोट {code} को नकारता है: “{words}”।</translation>
  </message>
  <message>
   <source>{code} is a condition of a relative (“{words}”): family history is coded Z80 to Z84 (Guidelines I.C.21.c.4).</source>
   <translation>{code} किसी संबंधी का रोग है (“{words}”): पारिवारिक इतिहास Z80 से Z84 में कोड होता है (Guidelines I.C.21.c.4)।</translation>
  </message>
  <message>
   <source>{code} is unspecified, but the note says “{words}”: {better} {title} (Guidelines I.B.2).</source>
   <translation>{code} अविशिष्ट है, पर नोट कहता है “{words}”: {better} {title} (Guidelines I.B.2)।</translation>
  </message>
  <message>
   <source>{code} is not valid on {day} (Medicare Code Editor, {name}).</source>
   <translation>{code}, {day} को मान्य नहीं है (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} repeats the principal diagnosis (Medicare Code Editor, {name}).</source>
   <translation>{code} मुख्य निदान को दोहराता है (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} does not fit the age of {age} years (Medicare Code Editor, {name}).</source>
   <translation>{code} {age} वर्ष की आयु से मेल नहीं खाता (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} does not fit the sex of the patient (Medicare Code Editor, {name}).</source>
   <translation>{code} मरीज़ के लिंग से मेल नहीं खाता (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} is a manifestation and is not listed first (Medicare Code Editor, {name}).</source>
   <translation>{code} एक अभिव्यक्ति (manifestation) है और पहले स्थान पर नहीं आता (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} is an external cause and is not listed first (Medicare Code Editor, {name}).</source>
   <translation>{code} बाहरी कारण है और पहले स्थान पर नहीं आता (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} is not accepted as principal diagnosis (Medicare Code Editor, {name}).</source>
   <translation>{code} मुख्य निदान के रूप में मान्य नहीं है (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} does not usually explain an admission (Medicare Code Editor, {name}).</source>
   <translation>{code} आम तौर पर भर्ती का कारण नहीं बताता (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} needs a secondary diagnosis (Medicare Code Editor, {name}).</source>
   <translation>{code} के साथ एक द्वितीयक निदान चाहिए (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} leaves open what the record may tell, such as the side (Medicare Code Editor, {name}).</source>
   <translation>{code} वह बात खुली छोड़ता है जो रिकॉर्ड में हो सकती है, जैसे ओर (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>{code} reports a wrong procedure (Medicare Code Editor, {name}).</source>
   <translation>{code} ग़लत प्रक्रिया रिपोर्ट करता है (Medicare Code Editor, {name})।</translation>
  </message>
  <message>
   <source>From {day} on, {code} is not billable ({release}).</source>
   <translation>{day} से {code} बिल योग्य नहीं है ({release})।</translation>
  </message>
  <message>
   <source>From {day} on, {code} is not billable ({release}): use {better} instead for services from then on.</source>
   <translation>{day} से {code} बिल योग्य नहीं है ({release}): तब से आगे की सेवाओं के लिए {better} लें।</translation>
  </message>
  <message>
   <source>From {day} on, {code} is not billable ({release}): it became one of {codes} for services from then on.</source>
   <translation>{day} से {code} बिल योग्य नहीं है ({release}): तब से आगे की सेवाओं के लिए यह इनमें से एक बन गया: {codes}।</translation>
  </message>
  <message>
   <source>Not valid on {day} by the Medicare Code Editor: {codes}.</source>
   <translation>Medicare Code Editor के अनुसार {day} को मान्य नहीं: {codes}।</translation>
  </message>
  <message>
   <source>The date of service {day} lies outside {release} ({since} to {until}): check the codes against the release in force.</source>
   <translation>सेवा की तारीख {day}, {release} ({since} से {until}) से बाहर है: कोडों को लागू संस्करण से जाँचें।</translation>
  </message>
  <message>
   <source>The date of service {day} lies outside {release} ({since} to {until}): import the release in force, or check the codes against it.</source>
   <translation>सेवा की तारीख {day}, {release} ({since} से {until}) से बाहर है: लागू संस्करण आयात करें, या कोडों को उससे जाँचें।</translation>
  </message>
  <message>
   <source>Some words of the scan were hard to read (lines {lines}): compare with the original.</source>
   <translation>स्कैन के कुछ शब्द पढ़ने में कठिन थे (पंक्तियाँ {lines}): मूल से मिलाएँ।</translation>
  </message>
  <message>
   <source>{codes} and {last}</source>
   <translation>{codes} और {last}</translation>
  </message>
  <message>
   <source>{codes} or {last}</source>
   <translation>{codes} या {last}</translation>
  </message>
  <message>
   <source>{named} and {number} more</source>
   <translation>{named} और {number} अन्य</translation>
  </message>
  <message>
   <source>Reading {name}</source>
   <translation>{name} पढ़ा जा रहा है</translation>
  </message>
  <message>
   <source>Reading the names of {name}</source>
   <translation>{name} के नाम पढ़े जा रहे हैं</translation>
  </message>
  <message>
   <source>Comparing with what is installed</source>
   <translation>जो स्थापित है उससे तुलना हो रही है</translation>
  </message>
  <message>
   <source>Comparing with the release that is installed</source>
   <translation>स्थापित संस्करण से तुलना हो रही है</translation>
  </message>
  <message>
   <source>Writing {number} codes</source>
   <translation>{number} कोड लिखे जा रहे हैं</translation>
  </message>
  <message>
   <source>Writing {number} codes of {name}</source>
   <translation>{name} के {number} कोड लिखे जा रहे हैं</translation>
  </message>
  <message>
   <source>Building the word index</source>
   <translation>शब्दों की सूची बनाई जा रही है</translation>
  </message>
  <message>
   <source>Writing the indexes</source>
   <translation>सूचियाँ लिखी जा रही हैं</translation>
  </message>
  <message>
   <source>{name} is ready</source>
   <translation>{name} तैयार है</translation>
  </message>
  <message>
   <source>Learning the new codes of {name}</source>
   <translation>{name} के नए कोड सीखे जा रहे हैं</translation>
  </message>
  <message>
   <source>Loading the model</source>
   <translation>मॉडल लोड हो रहा है</translation>
  </message>
  <message>
   <source>Looking up phrases</source>
   <translation>वाक्यांश खोजे जा रहे हैं</translation>
  </message>
  <message>
   <source>Weighing the codes</source>
   <translation>कोडों का मूल्यांकन हो रहा है</translation>
  </message>
  <message>
   <source>Reading the note</source>
   <translation>नोट पढ़ा जा रहा है</translation>
  </message>
  <message>
   <source>Looking up candidates</source>
   <translation>संभावित कोड खोजे जा रहे हैं</translation>
  </message>
  <message>
   <source>Checking candidates</source>
   <translation>संभावित कोड जाँचे जा रहे हैं</translation>
  </message>
 </context>
</TS>
