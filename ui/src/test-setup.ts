/** Component tests see what the window sees: its colours, faces and boxes. */
import "./styles/tokens.css";
import "./styles/faces.css";
import "./styles/base.css";
