"""Twenty short made-up notes with the codes that a coder would report for them."""

from __future__ import annotations

VISITS: list[tuple[str, tuple[str, ...]]] = [
    (
        """Chief complaint:
Cough, fever and shaking chills since Monday.

Assessment:
1. Community-acquired pneumonia of the right lower lobe.
2. Type 2 diabetes mellitus with diabetic nephropathy, on metformin.
3. Essential hypertension, well controlled.

Plan:
Amoxicillin for seven days. No chest pain. Return on Friday.""",
        ("J18.9", "E11.21", "I10", "Z79.84"),
    ),
    (
        """Subjective:
Left knee pain for two years, worse on stairs. No trauma.

Assessment:
1. Primary osteoarthritis of the left knee.
2. Obesity, BMI 34.2.

Plan:
Exercises, topical diclofenac, weight loss.""",
        ("M17.12", "E66.9", "Z68.34"),
    ),
    (
        """History:
Sore throat for two days, no cough. Rapid strep test positive.

Diagnosis:
Streptococcal pharyngitis.

Plan:
Penicillin V for ten days.""",
        ("J02.0",),
    ),
    (
        """Reason for visit:
Follow-up of heart failure.

Impression:
1. Chronic systolic heart failure, stable.
2. Permanent atrial fibrillation, on apixaban.
3. Chronic kidney disease stage 3a.

Plan:
Continue carvedilol. Denies shortness of breath at rest.""",
        ("I50.22", "I48.21", "N18.31", "Z79.01"),
    ),
    (
        """Subjective:
Throbbing headache on one side with nausea, four times a month.
Mother had migraine too.

Assessment:
Migraine without aura, not intractable.

Plan:
Sumatriptan as needed.""",
        ("G43.009",),
    ),
    (
        """Chief complaint:
Burning when passing urine for three days.

Assessment:
1. Acute cystitis without hematuria.
2. Hypothyroidism, on levothyroxine.

Plan:
Nitrofurantoin for five days. No flank pain, no fever.""",
        ("N30.00", "E03.9"),
    ),
    (
        """Subjective:
Wheezing at night since the weekend.

Assessment:
1. Moderate persistent asthma with acute exacerbation.
2. Seasonal allergic rhinitis.

Plan:
Prednisone for five days, continue inhaled budesonide.""",
        ("J45.41", "J30.2"),
    ),
    (
        """Interval history:
Sleeps badly, has lost interest in her work. No suicidal thoughts.

Assessment:
1. Major depressive disorder, recurrent, moderate.
2. Generalized anxiety disorder.

Plan:
Increase sertraline to 100 mg.""",
        ("F33.1", "F41.1"),
    ),
    (
        """Chief complaint:
Fell on the outstretched left hand yesterday.

Radiology:
Displaced fracture of the distal end of the left radius.

Assessment:
Closed Colles' fracture of the left radius, initial encounter.

Plan:
Closed reduction and cast.""",
        ("S52.532A",),
    ),
    (
        """Subjective:
Fatigue. Heavy periods for months.

Results:
Hemoglobin 9.4, ferritin 6.

Assessment:
Iron deficiency anemia due to chronic blood loss from menorrhagia.

Plan:
Oral iron, ultrasound of the pelvis.""",
        ("D50.0", "N92.0"),
    ),
    (
        """Reason for visit:
Heartburn after meals, worse when lying down.

Assessment:
1. Gastroesophageal reflux disease without esophagitis.
2. Mixed hyperlipidemia, on atorvastatin.

Plan:
Omeprazole for eight weeks. No dysphagia, no weight loss.""",
        ("K21.9", "E78.2"),
    ),
    (
        """Subjective:
More sputum and shortness of breath than usual. Smokes ten
cigarettes a day.

Assessment:
1. Chronic obstructive pulmonary disease with acute exacerbation.
2. Nicotine dependence, cigarettes.

Plan:
Prednisone and azithromycin. Counselled to stop.""",
        ("J44.1", "F17.210"),
    ),
    (
        """Chief complaint:
Red, swollen and painful big toe of the right foot.

Assessment:
Acute gout of the right foot.

Plan:
Colchicine. No fever, no open wound.""",
        ("M10.9",),
    ),
    (
        """Subjective:
Low back pain that runs down the left leg, no weakness.

Assessment:
1. Lumbar radiculopathy.
2. Vitamin D deficiency.

Plan:
Physical therapy, vitamin D 2000 units a day.""",
        ("M54.16", "E55.9"),
    ),
    (
        """Reason for visit:
Follow-up after breast cancer of the left breast, treated in 2015.

Assessment:
1. Personal history of breast cancer, no evidence of disease.
2. Age-related osteoporosis without current fracture.

Plan:
Mammogram in a year. Alendronate weekly.""",
        ("Z85.3", "M81.0"),
    ),
    (
        """Subjective:
Ear pain on the right since last night, runny nose before.

Examination:
Right eardrum red and bulging.

Assessment:
Acute suppurative otitis media of the right ear.

Plan:
Amoxicillin.""",
        ("H66.001",),
    ),
    (
        """Interval history:
Tremor of the right hand at rest, slower walking.

Assessment:
1. Parkinson's disease.
2. Constipation.
3. Benign prostatic hyperplasia.

Plan:
Levodopa three times a day. Denies hallucinations.""",
        ("G20.A1", "K59.00", "N40.0"),
    ),
    (
        """Chief complaint:
Itchy rash in the bends of both elbows.

Assessment:
1. Atopic dermatitis.
2. Possible contact allergy to nickel, patch test ordered.

Plan:
Hydrocortisone cream and emollients.""",
        ("L20.9",),
    ),
    (
        """Subjective:
Snores, sleepy during the day. Sleep study: 32 events an hour.

Assessment:
1. Obstructive sleep apnea.
2. Type 2 diabetes mellitus with diabetic polyneuropathy.
3. Long-term use of insulin.

Plan:
CPAP tonight. Check feet.""",
        ("G47.33", "E11.42", "Z79.4"),
    ),
    (
        """Reason for visit:
Black stools for two days, takes ibuprofen daily.

Assessment:
1. Acute gastric ulcer with hemorrhage.
2. Coronary artery disease of the native vessels, no angina.

Plan:
Endoscopy today. Stop ibuprofen. Father had colon cancer.""",
        ("K25.0", "I25.10"),
    ),
]
