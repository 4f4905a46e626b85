"""What the pages share: the gate, navigation, texts and small pieces of screen. Not listed as pages by Streamlit."""
