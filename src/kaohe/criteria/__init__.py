"""The controlled language of appraisal criteria: sentence ⇄ Rule."""
